"""What can go wrong with a pack."""

from app.course.errors import CourseError


class BadPack(CourseError):
    """A folder or a zip that is no pack, or one larger than packs may be; the text begins with what was given."""

    exit_status = 2
