"""What each room adds to the world and to the table of visits."""

from tests.house.rooms import (
    directory,
    experience,
    grounds,
    hr_desk,
    insights,
    lists,
    profile_lists,
    projects,
    registry,
    searching,
    tokens,
    word_templates,
    workshops,
)

# each may use what those before it added to the world
ROOMS = (
    experience, workshops, directory, registry, grounds, projects, insights, lists, searching, tokens, hr_desk,
    profile_lists, word_templates,
)  # fmt: skip
