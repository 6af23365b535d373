package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Parameters;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A launch template's version as DescribeLaunchTemplateVersions shows it. */
final class LaunchTemplateView {

    private static final List<String> TEXTS = List.of(
            "AutoReleaseTime",
            "CreditSpecification",
            "Description",
            "HostName",
            "ImageId",
            "InstanceChargeType",
            "InstanceName",
            "InstanceType",
            "InternetChargeType",
            "KeyPairName",
            "NetworkType",
            "PrivateIpAddress",
            "RamRoleName",
            "ResourceGroupId",
            "SecurityEnhancementStrategy",
            "SecurityGroupId",
            "SpotStrategy",
            "UserData",
            "VSwitchId",
            "VpcId",
            "ZoneId");

    private LaunchTemplateView() {}

    static JsonObject version(LaunchTemplates.Template template, int number) {
        var created = InstanceView.minutes(template.created()).replace("Z", ":00Z");
        return new JsonObject()
                .put("LaunchTemplateId", template.id())
                .put("LaunchTemplateName", template.name())
                .put("VersionNumber", number)
                .put("DefaultVersion", number == template.versions().size())
                .put("VersionDescription", "")
                .put("CreatedBy", "localcloud")
                .put("CreateTime", created)
                .put("ModifiedTime", created)
                .put(
                        "LaunchTemplateData",
                        data(new Parameters(template.versions().get(number - 1))));
    }

    private static JsonObject data(Parameters set) {
        var json = new JsonObject();
        TEXTS.stream().filter(name -> set.text(name) != null).forEach(name -> json.put(name, set.text(name)));
        if (set.text("SpotPriceLimit") != null) {
            json.put("SpotPriceLimit", set.decimal("SpotPriceLimit"));
        }
        for (var name : List.of("SpotDuration", "InternetMaxBandwidthIn", "InternetMaxBandwidthOut")) {
            if (set.text(name) != null) {
                json.put(name, set.number(name, 0, 0, 1_000));
            }
        }
        if (!set.list("SecurityGroupIds").isEmpty()) {
            json.put("SecurityGroupIds", InstanceView.list("SecurityGroupId", set.list("SecurityGroupIds")));
        }
        var disks = Disk.of("i-", set).stream().map(LaunchTemplateView::disk).toList();
        json.put("SystemDisk", disks.get(0));
        json.put("DataDisks", InstanceView.list("DataDisk", disks.subList(1, disks.size())));
        var tags = set.groups("Tag").stream()
                .map(tag -> new JsonObject().put("Key", tag.text("Key")).put("Value", tag.text("Value", "")))
                .toList();
        return json.put("Tags", InstanceView.list("InstanceTag", tags));
    }

    private static JsonObject disk(Disk disk) {
        return new JsonObject()
                .put("Category", disk.category())
                .put("Size", disk.size())
                .put("DiskName", disk.name())
                .put("PerformanceLevel", disk.performanceLevel())
                .put("DeleteWithInstance", disk.deleteWithInstance());
    }
}
