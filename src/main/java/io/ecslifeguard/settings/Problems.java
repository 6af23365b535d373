package io.ecslifeguard.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what is wrong with the settings of one prefix, as the sentences that {@link Settings} asks for. */
public final class Problems {

    private final String prefix;
    private final List<String> all = new ArrayList<>();

    /**
     * @param prefix such as {@code lifeguard.queue}
     */
    public Problems(String prefix) {
        this.prefix = prefix;
    }

    /**
     * One sentence, unless all is well.
     *
     * @param key the setting, without the prefix
     * @param what what is wrong with its value
     * @param example a value that would do
     */
    public void unless(boolean well, String key, String what, String example) {
        if (!well) {
            add(key, what, example);
        }
    }

    /** One sentence; the parameters as with {@link #unless}. */
    public void add(String key, String what, String example) {
        var setting = prefix + "." + key;
        var variable = setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
        all.add("Set %s (%s): %s; for example %s.".formatted(setting, variable, what, example));
    }

    /** Expects a time above zero. */
    public void positive(String key, Duration value, String example) {
        unless(!value.isNegative() && !value.isZero(), key, "it is " + value + ", and must be above zero", example);
    }

    /** Expects a time that is not below zero. */
    public void notNegative(String key, Duration value, String example) {
        unless(!value.isNegative(), key, "it is " + value + ", and must not be negative", example);
    }

    /** Expects a number in a range, both ends included. */
    public void range(String key, long value, long least, long most, String example) {
        unless(
                value >= least && value <= most,
                key,
                "it is " + value + ", and must be " + least + " to " + most,
                example);
    }

    /** The sentences so far. */
    public List<String> all() {
        return List.copyOf(all);
    }
}
