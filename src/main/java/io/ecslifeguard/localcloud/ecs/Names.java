package io.ecslifeguard.localcloud.ecs;

import java.util.regex.Pattern;

/**
 * Names of instances bought together: {@code web-[1,3]} becomes web-001, web-002, ….
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/196048.htm">Sequential names</a>
 */
final class Names {

    private static final Pattern SEQUENCE = Pattern.compile("(.*)\\[(\\d{1,6}),\\s*(\\d?)\\](.*)");

    private Names() {}

    /**
     * The name of one of several.
     *
     * @param index which one, from 0
     * @param suffix whether a name without a sequence is told apart by a number at its end
     */
    static String of(String name, int index, boolean suffix) {
        var matcher = SEQUENCE.matcher(name);
        if (!matcher.matches()) {
            return suffix ? name + "%03d".formatted(index + 1) : name;
        }
        var number = Integer.parseInt(matcher.group(2)) + index;
        var digits = matcher.group(3).isEmpty() ? 1 : Math.max(1, Math.min(6, Integer.parseInt(matcher.group(3))));
        return matcher.group(1) + ("%0" + digits + "d").formatted(number) + matcher.group(4);
    }
}
