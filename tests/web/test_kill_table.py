"""The page of kill tables tells of the mutants as they are stored."""

import re

from fastapi.testclient import TestClient

from app.course import catalog, mutants


def test_the_page_counts_the_mutants_of_every_problem(client: TestClient):
    text = " ".join(client.get("/problems/kill-table").text.split())
    for slug in catalog.slugs():
        found = mutants.stored()[slug]
        section = text.split(f'id="kills-{slug}"')[1].split("</section>")[0]
        caught = found["mutants"] - len(found["survivors"])
        assert f"of {found['mutants']} mutants {caught} are caught" in section
        lacking = re.search(r"(\d+) still lack a test", section)
        assert int(lacking[1] if lacking else 0) == len(mutants.open_survivors(slug, found))


def test_a_survivor_that_is_equal_stands_there_with_its_reason(client: TestClient):
    text = client.get("/problems/kill-table").text
    for reason in mutants.equal("amsgrad").values():
        assert reason in text
