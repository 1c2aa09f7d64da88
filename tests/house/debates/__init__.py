"""What people deliberate about in the world of ``tests.house.world``: one module a subject, each with ``add(world)``."""
