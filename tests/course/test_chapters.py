"""The chapters of the course: every problem is in one, and the course goes through them in order."""

from app.course import catalog
from app.course.chapters import by_chapter, chapters


def test_every_problem_belongs_to_a_chapter_and_every_chapter_has_problems():
    possible = [chapter.name for chapter in chapters()]
    for problem in catalog.problems():
        assert problem.chapter in possible, f"{problem.slug}: chapter is {problem.chapter!r}; possible: {possible}"
    assert [chapter.name for chapter, _ in by_chapter(catalog.problems())] == possible


def test_the_course_goes_through_the_chapters_in_order_and_each_gets_no_easier():
    held = by_chapter(catalog.problems())
    assert [one for _, members in held for one in members] == list(catalog.problems())
    for chapter, members in held:
        levels = [catalog.LEVELS.index(one.level) for one in members]
        assert levels == sorted(levels), f"{chapter.title}: {[one.slug for one in members]}"
