package io.ecslifeguard.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Figures of one kind.
 *
 * @param title what they are about; tells a table from the others of a result
 * @param subject what the rows are
 * @param columns what was measured, with its unit
 * @param notes what must be known to read them
 */
record Table(String title, String subject, List<String> columns, List<Row> rows, List<String> notes) {

    /** One line of figures; null where there is none. */
    record Row(String label, List<Double> values) {}

    static Table of(String title, String subject, String... columns) {
        return new Table(title, subject, List.of(columns), new ArrayList<>(), new ArrayList<>());
    }

    void add(String label, Double... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(title + " has " + columns.size() + " columns, not " + values.length);
        }
        rows.add(new Row(label, Arrays.asList(values)));
    }

    void note(String text) {
        notes.add(text);
    }

    String markdown() {
        var text =
                new StringBuilder("\n### " + title + "\n\n| " + subject + " | " + String.join(" | ", columns) + " |\n");
        text.append("|---|").append("--:|".repeat(columns.size())).append('\n');
        for (var row : rows) {
            text.append("| ").append(row.label()).append(" | ");
            text.append(row.values().stream().map(Table::text).collect(Collectors.joining(" | ")));
            text.append(" |\n");
        }
        notes.forEach(note -> text.append('\n').append(note).append('\n'));
        return text.toString();
    }

    /** Three digits, or as many as a whole number has. */
    private static String text(Double value) {
        if (value == null) {
            return "–";
        }
        var size = Math.abs(value);
        var digits = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
