package io.ecslifeguard.benchmark;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is to be measured, as {@code name=value}; a name without a value, or one that is not given, has its default. */
record Options(Map<String, String> values) {

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            entry("parts", "intake,shapes,reaction,growth,rest"),
            // messages that wait in the queue
            entry("sizes", "100,1000,5000,15000,100000"),
            // events per second of a steady stream
            entry("rates", "1000,20000"),
            // events that come before what is measured of a service that has run for a while, or of a loop
            entry("warmup", "20000"),
            // how long each loop and stream lasts; what is to last a minute lasts twice as long
            entry("seconds", "30"),
            // messages in the queue for the loops and the ceilings, of which the fast ones leave none
            entry("stock", "300000"),
            // events in the journal
            entry("events", "1000000,10000000"),
            // options of the service's JVM; compiler and collector are those of its image
            entry("java", "-Xmx192m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
            // a native executable to run in the place of a JVM, and its options
            entry("executable", ""),
            // further settings of PostgreSQL, name=value, separated by blanks
            entry("postgres", ""),
            // further settings of the service, as environment variables, separated by blanks
            entry("service", ""),
            // one result to compare this run with, or two to compare with each other
            entry("compare", ""));

    static Options of(String... arguments) {
        var values = new HashMap<>(DEFAULTS);
        for (var argument : arguments) {
            var name = argument.substring(0, Math.max(0, argument.indexOf('=')));
            if (!DEFAULTS.containsKey(name)) {
                throw new IllegalArgumentException(
                        "There is no option " + argument + "; known are " + DEFAULTS.keySet());
            }
            var value = argument.substring(name.length() + 1).strip();
            // Maven passes on what it has no value for.
            if (!value.isEmpty() && !value.startsWith("${")) {
                values.put(name, value);
            }
        }
        return new Options(Map.copyOf(values));
    }

    List<String> parts() {
        return list("parts", ",");
    }

    List<Integer> sizes() {
        return list("sizes", ",").stream().map(Integer::valueOf).toList();
    }

    List<Integer> rates() {
        return list("rates", ",").stream().map(Integer::valueOf).toList();
    }

    Duration time() {
        return Duration.ofSeconds(Long.parseLong(values.get("seconds")));
    }

    /** For what is to last about a minute. */
    Duration minute() {
        return time().multipliedBy(2);
    }

    int warmUp() {
        return Integer.parseInt(values.get("warmup"));
    }

    int stock() {
        return Integer.parseInt(values.get("stock"));
    }

    List<Long> events() {
        return list("events", ",").stream().map(Long::valueOf).toList();
    }

    List<String> java() {
        return list("java", " ");
    }

    /** Empty where the service runs on a JVM. */
    List<String> executable() {
        return list("executable", " ");
    }

    Map<String, String> postgres() {
        return settings("postgres");
    }

    Map<String, String> service() {
        return settings("service");
    }

    List<Path> compare() {
        return list("compare", ",").stream().map(Path::of).toList();
    }

    private List<String> list(String name, String separator) {
        return Arrays.stream(values.get(name).split(separator))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private Map<String, String> settings(String name) {
        var settings = new HashMap<String, String>();
        for (var setting : list(name, " ")) {
            var at = setting.indexOf('=');
            settings.put(setting.substring(0, at), setting.substring(at + 1));
        }
        return settings;
    }
}
