package io.ecslifeguard.decode;

import java.util.List;
import java.util.Optional;

/**
 * The name of an operation-and-maintenance event, such as {@code Instance:SystemMaintenance.Reboot:Scheduled}.
 *
 * @param code such as {@code SystemMaintenance.Reboot}
 * @param suffix the status in the name, empty where it has none
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/116341">ECS system events</a>
 */
record Operation(String code, String suffix) {

    private static final List<String> OF_DISKS = List.of("Stalled", "ErrorDetected");
    private static final List<String> ENDS = List.of("Executed", "Avoided", "Canceled", "Failed");

    /** What the name says, or empty where it is not the name of such an event. */
    static Optional<Operation> of(String name) {
        var parts = name.split(":", 3);
        if (parts.length < 2) {
            return Optional.empty();
        }
        // what merely notifies has no dot in its code
        var known = parts[0].equals("Instance") && parts[1].contains(".")
                || parts[0].equals("Disk") && OF_DISKS.contains(parts[1]);
        return known ? Optional.of(new Operation(parts[1], parts.length == 3 ? parts[2] : "")) : Optional.empty();
    }

    /**
     * The event's status. Samples are known whose name contradicts their content: what the content says counts, and an
     * end that has a time has come.
     */
    String status(Fields content) {
        var said = content.hint("eventStatus");
        if (said.isPresent()) {
            return said.get();
        }
        if (content.has("executeFinishTime")) {
            return ENDS.contains(suffix) ? suffix : "Executed";
        }
        if (!suffix.isEmpty()) {
            return suffix;
        }
        return content.has("executeStartTime") ? "Executing" : "Unknown";
    }
}
