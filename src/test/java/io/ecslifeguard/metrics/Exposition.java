package io.ecslifeguard.metrics;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What Prometheus is told, as it reads it. */
record Exposition(String text, Map<String, String> help, List<Sample> samples) {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    record Sample(String name, Map<String, String> labels, double value) {}

    static Exposition scraped(String url) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .header("Accept", "text/plain")
                    .build();
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(url + ": " + answer.statusCode());
            }
            return read(answer.body());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Exposition read(String text) {
        var help = new TreeMap<String, String>();
        var samples = new ArrayList<Sample>();
        for (var line : text.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                var words = line.split(" ", 4);
                help.put(words[2], words.length < 4 ? "" : words[3].strip());
            } else if (!line.startsWith("#")) {
                samples.add(sample(line));
            }
        }
        return new Exposition(text, help, samples);
    }

    private static Sample sample(String line) {
        var parts = SAMPLE.matcher(line);
        if (!parts.matches()) {
            throw new IllegalStateException("No sample: " + line);
        }
        var labels = new HashMap<String, String>();
        if (parts.group(2) != null) {
            LABEL.matcher(parts.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return new Sample(
                parts.group(1), labels, Double.parseDouble(parts.group(3).replace("Inf", "Infinity")));
    }

    /** The sum of all samples of this name that have these labels; NaN where there are none. */
    double value(String name, Map<String, String> labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Sample::value)
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    double value(String name) {
        return value(name, Map.of());
    }

    /** The names of ours, of a histogram and its maximum only the histogram's. */
    Set<String> families() {
        var names = new TreeSet<String>();
        help.keySet().stream().filter(name -> name.startsWith("lifeguard_")).forEach(names::add);
        names.removeIf(name -> name.endsWith("_max") && names.contains(name.substring(0, name.length() - 4)));
        return names;
    }

    /** The names of all labels that samples of this name have; empty where there is none. */
    Set<String> labelsOf(String name) {
        var labels = new TreeSet<String>();
        samples.stream()
                .filter(sample -> sample.name().equals(name))
                .forEach(sample -> labels.addAll(sample.labels().keySet()));
        return labels;
    }

    boolean has(String name) {
        return samples.stream().anyMatch(sample -> sample.name().equals(name));
    }
}
