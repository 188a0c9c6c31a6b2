package io.millrace.systemtests.dashboards;

import static io.millrace.systemtests.dashboards.Content.ordered;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Places rows of panels from left to right and from top to bottom, and numbers them. */
final class Layout {
    /** The width of a dashboard in Grafana's grid. */
    static final int COLUMNS = 24;

    private final List<Map<String, Object>> placed = new ArrayList<>();
    private int x;
    private int y;
    private int height;

    /** Starts a row, which has a line with its title. */
    void row(String title) {
        nextLine();
        place(ordered("type", "row", "title", title, "collapsed", false, "panels", List.of()), COLUMNS, 1);
    }

    /** Places a panel in the row. */
    void panel(Panel panel) {
        place(panel.content(), panel.shape().width(), panel.shape().height());
    }

    /** All that was placed. */
    List<Map<String, Object>> placed() {
        return List.copyOf(placed);
    }

    private void place(Map<String, Object> content, int wide, int high) {
        if (x + wide > COLUMNS) {
            nextLine();
        }
        content.put("id", placed.size() + 1);
        content.put("gridPos", ordered("x", x, "y", y, "w", wide, "h", high));
        placed.add(content);
        x += wide;
        height = Math.max(height, high);
    }

    private void nextLine() {
        x = 0;
        y += height;
        height = 0;
    }
}
