package io.ecslifeguard.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The PromQL of the dashboard and of the alert rules, taken apart as far as a test needs it. */
final class Queries {

    static final Path DASHBOARD = Path.of("docs/grafana-dashboard.json");
    static final Path RULES = Path.of("src/main/kubernetes/prometheus-rule.yaml");

    private static final Pattern SELECTOR = Pattern.compile("\\b([a-z]+(?:_[a-z0-9]+)+)\\b(?!\\s*\\()(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
    private static final Pattern IN_TEXT = Pattern.compile("\\$labels\\.(\\w+)|\\{\\{(\\w+)}}");
    private static final Set<String> WORDS = Set.of("group_left", "group_right");

    private Queries() {}

    /**
     * A query.
     *
     * @param text in which labels of its result are used
     */
    record Query(String where, String expression, String text) {

        /** What it asks for. */
        List<Selector> selectors() {
            return SELECTOR.matcher(GROUPING.matcher(expression).replaceAll(""))
                    .results()
                    .filter(found -> !WORDS.contains(found.group(1)))
                    .map(found -> new Selector(found.group(1), found.group(2) == null ? "" : found.group(2)))
                    .toList();
        }

        /** The labels by which it groups, and those that are shown. */
        Set<String> labels() {
            var labels = new TreeSet<String>();
            GROUPING.matcher(expression)
                    .results()
                    .forEach(group -> labels.addAll(List.of(group.group(1).split(",\\s*"))));
            labels.addAll(shown());
            return labels;
        }

        Set<String> shown() {
            var labels = new TreeSet<String>();
            IN_TEXT.matcher(text)
                    .results()
                    .forEach(one -> labels.add(one.group(1) == null ? one.group(2) : one.group(1)));
            return labels;
        }

        @Override
        public String toString() {
            return where + ": " + expression;
        }
    }

    /** A metric with the labels that are matched. */
    record Selector(String metric, String matchers) {

        Set<Match> matches() {
            var matches = new HashSet<Match>();
            MATCHER.matcher(matchers)
                    .results()
                    .forEach(match -> matches.add(new Match(match.group(1), match.group(2))));
            return matches;
        }
    }

    record Match(String label, String value) {}

    static List<Query> ofTheDashboard() throws IOException {
        var queries = new ArrayList<Query>();
        for (var panel : new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels")) {
            for (var target : panel.path("targets")) {
                queries.add(new Query(
                        panel.path("title").asText(),
                        target.path("expr").asText(),
                        target.path("legendFormat").asText()));
            }
        }
        return queries;
    }

    static List<Query> ofTheAlerts() throws IOException {
        var queries = new ArrayList<Query>();
        for (var rule : rules()) {
            queries.add(new Query(
                    rule.path("alert").asText(),
                    rule.path("expr").asText(),
                    rule.path("annotations").toString()));
        }
        return queries;
    }

    static List<JsonNode> rules() throws IOException {
        var rules = new ArrayList<JsonNode>();
        new ObjectMapper(new YAMLFactory())
                .readTree(RULES.toFile())
                .path("spec")
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }
}
