package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Parameters;
import java.util.ArrayList;
import java.util.List;

/** A cloud disk; it lives and dies with its instance. */
record Disk(
        String id,
        String type,
        String category,
        int size,
        String name,
        String device,
        String performanceLevel,
        boolean deleteWithInstance,
        boolean encrypted) {

    static List<Disk> of(String instanceId, Parameters order) {
        var disks = new ArrayList<Disk>();
        var stem = "d-" + instanceId.substring(2);
        disks.add(read(stem + "0", "system", 'a', new Prefixed(order, "SystemDisk."), 40));
        for (var data : order.groups("DataDisk")) {
            var number = disks.size();
            disks.add(read(stem + number, "data", (char) ('a' + number), new Prefixed(data, ""), 20));
        }
        return List.copyOf(disks);
    }

    private static Disk read(String id, String type, char letter, Prefixed asked, int size) {
        return new Disk(
                id,
                type,
                asked.text("Category", "cloud_essd"),
                asked.parameters().number(asked.prefix() + "Size", size, 1, 65_536),
                asked.text("DiskName", ""),
                asked.text("Device", "/dev/xvd" + letter),
                asked.text("PerformanceLevel", "PL1"),
                !asked.text("DeleteWithInstance", "true").equalsIgnoreCase("false"),
                asked.text("Encrypted", "false").equalsIgnoreCase("true"));
    }

    private record Prefixed(Parameters parameters, String prefix) {
        String text(String name, String otherwise) {
            return parameters.text(prefix + name, otherwise);
        }
    }
}
