package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Parameters;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Predicate;

/**
 * A disk as DescribeDisks shows it.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/25514.htm">DescribeDisks</a>
 */
final class DiskView {

    private DiskView() {}

    static JsonObject of(Disk disk, Instance instance, Home home) {
        var since = InstanceView.minutes(instance.created).replace("Z", ":00Z");
        var attachment = new JsonObject()
                .put("InstanceId", instance.id)
                .put("Device", disk.device())
                .put("AttachedTime", since);
        return new JsonObject()
                .put("DiskId", disk.id())
                .put("DiskName", disk.name())
                .put("Description", "")
                .put("RegionId", home.region())
                .put("ZoneId", instance.order.zone())
                .put("InstanceId", instance.id)
                .put("Type", disk.type())
                .put("Category", disk.category())
                .put("Size", disk.size())
                .put("Device", disk.device())
                .put("Status", "In_use")
                .put("PerformanceLevel", disk.category().equals("cloud_essd") ? disk.performanceLevel() : "")
                .put("DeleteWithInstance", disk.deleteWithInstance())
                .put("DeleteAutoSnapshot", false)
                .put("Encrypted", disk.encrypted())
                .put("Portable", disk.type().equals("data"))
                .put("DiskChargeType", "PostPaid")
                .put("MultiAttach", "Disabled")
                .put(
                        "ImageId",
                        disk.type().equals("system") ? instance.order.asked().text("ImageId", "") : "")
                .put("SourceSnapshotId", "")
                .put("ResourceGroupId", instance.order.asked().text("ResourceGroupId", ""))
                .put("CreationTime", since)
                .put("AttachedTime", since)
                .put("DetachedTime", "")
                .put("ExpiredTime", "2099-12-31T15:59Z")
                .put("Tags", InstanceView.list("Tag", List.of()))
                .put("OperationLocks", InstanceView.list("OperationLock", List.of()))
                .put("Attachments", InstanceView.list("Attachment", List.of(attachment)));
    }

    static Predicate<JsonObject> filter(Parameters call) {
        var ids = call.text("DiskIds") == null
                ? null
                : Parameters.jsonArray(call.text("DiskIds"))
                        .orElseThrow(() -> Parameters.invalid("DiskIds", "it must be a JSON array of disk ids"));
        return disk -> (ids == null || ids.contains(disk.getString("DiskId")))
                && exactly(call.text("Category"), disk.getString("Category"))
                && exactly(call.text("Status"), disk.getString("Status"))
                && exactly(call.text("ZoneId"), disk.getString("ZoneId"))
                && (call.text("DiskType", "all").equals("all")
                        || call.text("DiskType").equals(disk.getString("Type")));
    }

    private static boolean exactly(String wanted, String is) {
        return wanted == null || wanted.equalsIgnoreCase("all") || wanted.equals(is);
    }
}
