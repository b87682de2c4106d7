"""The graph and the way back in a real JupyterLab: chosen by mouse and by keyboard, walked, and on the learner's code."""

import pytest

pytestmark = pytest.mark.slow


def root_of(page, cell=0):
    root = page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".an").first
    root.wait_for()
    root.scroll_into_view_if_needed()
    return root


def test_a_node_is_chosen_by_mouse_and_by_keyboard_and_says_where_its_slope_comes_from(notebook):
    page = notebook("from annlab.visuals import show_graph\nshow_graph()")
    root = root_of(page)
    root.locator("g[role=button][aria-label^='b,']").click()
    root.get_by_text("slope of b = (from d) 6.0 × 1.0 + (from c) 15.0 × 2.0 = 36.0").wait_for()
    page.keyboard.press("ArrowRight")
    root.get_by_text("slope of c = (from y) 1.0 × 9.0 + (from d) 6.0 × 1.0 = 15.0").wait_for()
    root.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    root.get_by_text("slope of b = ").wait_for()


def test_the_way_back_is_walked_layer_by_layer_and_an_edge_is_chosen(notebook):
    page = notebook("from annlab.visuals import show_backprop\nshow_backprop()")
    root = root_of(page)
    root.get_by_role("button", name="Start of the way back").click()
    root.locator("g[aria-label='layer 3, unit 1, a 3.54, delta ?']").wait_for()
    step = root.get_by_role("button", name="One layer back")
    step.focus()
    page.keyboard.press("Enter")
    root.locator("g[aria-label='layer 3, unit 1, a 3.54, delta 5.07']").wait_for()
    assert root.locator("g[aria-label*='layer 2'][aria-label$='delta ?']").count() == 4
    for _ in range(2):
        page.keyboard.press("Enter")
    root.locator("g[aria-label='layer 1, unit 3, a −0.41, delta −4.2']").wait_for()
    assert root.get_by_text("✓ checked").count() == 3
    root.locator("select").first.select_option(label="layer 3: w₁₂")
    root.get_by_text("dw = delta × a").wait_for()


def test_a_broken_backward_is_marked_where_it_goes_wrong(notebook):
    page = notebook(
        "from annlab.visuals import show_backprop\n"
        "def backward(dZ, cache, params, activations):\n"
        "    grads = []\n"
        "    for n in [2, 1, 0]:\n"
        "        grads.insert(0, (dZ.T @ cache[n][0], dZ.sum(axis=0)))\n"
        "        dZ = dZ @ params[n][0]\n"
        "    return grads\n"
        "show_backprop(backward)"
    )
    root = root_of(page)
    assert root.locator(".an-badge").all_inner_texts() == ["your backward", "annlab's output_delta"]
    assert root.locator("g[aria-label$='differs from the chain rule']").count() == 8
    assert root.get_by_text("✗ off by").count() == 2
