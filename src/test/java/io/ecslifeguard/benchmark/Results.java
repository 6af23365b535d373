package io.ecslifeguard.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a run has measured, and on what. */
record Results(String at, String machine, List<Table> tables) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static Results read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Results.class);
        } catch (IOException failure) {
            throw new UncheckedIOException("Cannot read the result " + file + ": " + failure.getMessage(), failure);
        }
    }

    void write(Path file) {
        try {
            JSON.writeValue(file.toFile(), this);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    String heading() {
        return "\n## Benchmark of " + at + "\n\n" + machine + "\n";
    }

    String markdown() {
        return heading() + tables.stream().map(Table::markdown).collect(Collectors.joining());
    }

    /** How many times as large each figure is here as there, for those that both have. */
    Results ratioTo(Results before) {
        var compared = new ArrayList<Table>();
        for (var table : tables) {
            before.tables.stream()
                    .filter(other -> other.title().equals(table.title()))
                    .findFirst()
                    .map(other -> ratio(table, other))
                    .filter(ratios -> !ratios.rows().isEmpty())
                    .ifPresent(compared::add);
        }
        return new Results(
                at + " in relation to that of " + before.at,
                "Each figure divided by that of before: 2 is twice as many, 0.5 is half.\n\n- Before: " + before.machine
                        + "\n- Now: " + machine,
                compared);
    }

    private static Table ratio(Table now, Table before) {
        var ratios = Table.of(now.title(), now.subject(), now.columns().toArray(String[]::new));
        for (var row : now.rows()) {
            for (var other : before.rows()) {
                if (row.label().equals(other.label())) {
                    ratios.add(row.label(), ratio(row, now, other, before));
                }
            }
        }
        return ratios;
    }

    private static Double[] ratio(Table.Row row, Table now, Table.Row other, Table before) {
        return now.columns().stream()
                .map(column -> {
                    var there = before.columns().indexOf(column);
                    var value = row.values().get(now.columns().indexOf(column));
                    var old = there < 0 ? null : other.values().get(there);
                    return value == null || old == null || old == 0 ? null : value / old;
                })
                .toArray(Double[]::new);
    }
}
