package io.ecslifeguard.event;

import java.util.List;
import java.util.Locale;

/**
 * The state of an instance as events and DescribeInstances name it. Unknown states are kept as they came.
 *
 * @param name the state's name; of the known ones always in the vendor's spelling
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/143663">ECS status change events</a>
 */
public record InstanceState(String name) {

    /** Sent once, when an instance is created. */
    public static final InstanceState CREATED = new InstanceState("Created");
    /** What older texts, and DescribeInstances, say instead of Created. */
    public static final InstanceState PENDING = new InstanceState("Pending");

    public static final InstanceState STARTING = new InstanceState("Starting");
    public static final InstanceState RUNNING = new InstanceState("Running");
    /** Being stopped, or restarted. */
    public static final InstanceState STOPPING = new InstanceState("Stopping");
    /** Stopped; also sent of instances that expired, are locked, or wait for their release. */
    public static final InstanceState STOPPED = new InstanceState("Stopped");
    /** Released: the instance is gone. */
    public static final InstanceState DELETED = new InstanceState("Deleted");

    private static final List<InstanceState> KNOWN =
            List.of(CREATED, PENDING, STARTING, RUNNING, STOPPING, STOPPED, DELETED);

    public InstanceState {
        if (name == null || name.isBlank() || name.length() > 64) {
            throw new IllegalArgumentException("A state is a name of 1 to 64 characters");
        }
    }

    /** The state of this name; the known ones are recognised in any case. */
    public static InstanceState of(String name) {
        var wanted = name.strip();
        for (var known : KNOWN) {
            if (known.name.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT))) {
                return known;
            }
        }
        return new InstanceState(wanted);
    }

    @Override
    public String toString() {
        return name;
    }
}
