"""What editors offer after `np.`."""

import numpy
from starlette.testclient import TestClient

from app.web.numpy_names import numpy_names


def test_every_name_is_one_of_numpy_and_the_usual_ones_are_there(client: TestClient) -> None:
    found = client.get("/api/numpy-names").json()
    assert found == numpy_names()
    assert found["sqrt"] == "(x, /)"
    assert found["linalg.norm"].startswith("(x, ord=None")
    for name in found:
        value = numpy
        for part in name.split("."):
            value = getattr(value, part)
        assert callable(value)


def test_pages_with_an_editor_say_where_the_names_are(client: TestClient) -> None:
    for address in ("/problems/adam-step", "/playground"):
        assert '"numpyNames": "/api/numpy-names"' in client.get(address).text.replace('":"', '": "')
