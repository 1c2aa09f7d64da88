"""What each room adds to the world and to the table of visits."""

from tests.house.rooms import (
    directory,
    experience,
    grounds,
    insights,
    lists,
    projects,
    registry,
    searching,
    workshops,
)

# each may use what those before it added to the world
ROOMS = (experience, workshops, directory, registry, grounds, projects, insights, lists, searching)
