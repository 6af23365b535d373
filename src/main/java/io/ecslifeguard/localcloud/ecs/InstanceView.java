package io.ecslifeguard.localcloud.ecs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * An instance as the Describe actions show it.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-describeinstances">DescribeInstances</a>
 */
record InstanceView(Home home) {

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

    /** Where no end is set the vendor prints this one. */
    private static final String NEVER = "2099-12-31T15:59Z";

    static String minutes(Instant at) {
        return MINUTES.format(at);
    }

    static JsonObject list(String name, Collection<?> items) {
        var array = new JsonArray();
        items.forEach(array::add);
        return new JsonObject().put(name, array);
    }

    static JsonObject tags(Map<String, String> tags) {
        return list(
                "Tag",
                tags.entrySet().stream()
                        .map(tag -> new JsonObject().put("TagKey", tag.getKey()).put("TagValue", tag.getValue()))
                        .toList());
    }

    /** The element of DescribeInstances. */
    JsonObject full(Instance instance) {
        var order = instance.order;
        var asked = order.asked();
        var type = InstanceType.of(order.type());
        var json = common(instance)
                .put("InstanceTypeFamily", type.family())
                .put("IoOptimized", true)
                .put("OSName", "Alibaba Cloud Linux 3")
                .put("OSNameEn", "Alibaba Cloud Linux 3")
                .put("OSType", "linux")
                .put("StartTime", minutes(instance.started))
                .put("AutoReleaseTime", asked.text("AutoReleaseTime", ""))
                .put("DeletionProtection", asked.flag("DeletionProtection"))
                .put("DeviceAvailable", true)
                .put("Recyclable", false)
                .put("GPUAmount", 0)
                .put("GPUSpec", "")
                .put("KeyPairName", asked.text("KeyPairName", ""))
                .put("ResourceGroupId", asked.text("ResourceGroupId", ""))
                .put("SpotStrategy", order.spotStrategy())
                .put("SpotPriceLimit", order.spotPriceLimit() == null ? 0.0 : order.spotPriceLimit())
                .put("Tags", tags(instance.tags))
                .put("MetadataOptions", metadata(asked.text("HttpEndpoint", ""), asked.text("HttpTokens", "")))
                .put("RdmaIpAddress", list("IpAddress", List.of()))
                .put(
                        "CpuOptions",
                        new JsonObject()
                                .put("CoreCount", Math.max(1, type.cores() / 2))
                                .put("ThreadsPerCore", 2)
                                .put("Numa", ""))
                .put("NetworkInterfaces", networkInterfaces(instance));
        if (order.spot()) {
            json.put("SpotDuration", asked.number("SpotDuration", 1, 0, 6))
                    .put("SpotInterruptionBehavior", order.spotInterruptionBehavior());
        }
        return json;
    }

    /** The answer of DescribeInstanceAttribute. */
    JsonObject attribute(Instance instance) {
        return common(instance).put("IoOptimized", "optimized").put("EnableJumboFrame", false);
    }

    private JsonObject common(Instance instance) {
        var order = instance.order;
        var asked = order.asked();
        var type = InstanceType.of(order.type());
        return new JsonObject()
                .put("InstanceId", instance.id)
                .put("InstanceName", instance.name)
                .put("HostName", instance.hostName)
                .put("Description", asked.text("Description", ""))
                .put("Status", instance.state.wire())
                .put("StoppedMode", instance.stoppedModeNow())
                .put("RegionId", home.region())
                .put("ZoneId", order.zone())
                .put("ClusterId", "")
                .put("InstanceType", order.type())
                .put("Cpu", type.cores())
                .put("Memory", type.memory())
                .put("ImageId", asked.text("ImageId", "aliyun_3_x64_20G_alibase_20260101.vhd"))
                .put("InstanceChargeType", asked.text("InstanceChargeType", "PostPaid"))
                .put("InstanceNetworkType", "vpc")
                .put("InternetChargeType", asked.text("InternetChargeType", "PayByTraffic"))
                .put("InternetMaxBandwidthIn", asked.number("InternetMaxBandwidthIn", 0, 0, 1000))
                .put("InternetMaxBandwidthOut", asked.number("InternetMaxBandwidthOut", 0, 0, 100))
                .put("CreationTime", minutes(instance.created))
                .put("ExpiredTime", NEVER)
                .put("SerialNumber", instance.id.substring(2))
                .put("VlanId", "")
                .put("CreditSpecification", asked.text("CreditSpecification", ""))
                .put("SecurityGroupIds", list("SecurityGroupId", order.securityGroups()))
                .put("PublicIpAddress", list("IpAddress", instance.publicIps))
                .put("InnerIpAddress", list("IpAddress", List.of()))
                .put(
                        "EipAddress",
                        new JsonObject()
                                .put("AllocationId", "")
                                .put("IpAddress", "")
                                .put("InternetChargeType", ""))
                .put(
                        "DedicatedHostAttribute",
                        new JsonObject().put("DedicatedHostId", "").put("DedicatedHostName", ""))
                .put("OperationLocks", locks(instance))
                .put("VpcAttributes", vpc(instance));
    }

    private static JsonObject locks(Instance instance) {
        return list(
                "LockReason",
                instance.locks.entrySet().stream()
                        .map(lock -> new JsonObject()
                                .put("LockReason", lock.getKey())
                                .put("LockMsg", lock.getValue()))
                        .toList());
    }

    private static JsonObject vpc(Instance instance) {
        return new JsonObject()
                .put("VpcId", Home.VPC)
                .put("VSwitchId", instance.order.vSwitch())
                .put("NatIpAddress", "")
                .put("PrivateIpAddress", list("IpAddress", List.of(instance.privateIp)));
    }

    private static JsonObject metadata(String endpoint, String tokens) {
        return new JsonObject().put("HttpEndpoint", endpoint).put("HttpTokens", tokens);
    }

    private static JsonObject networkInterfaces(Instance instance) {
        var primary = new JsonObject()
                .put("NetworkInterfaceId", "eni-" + instance.id.substring(2))
                .put("PrimaryIpAddress", instance.privateIp)
                .put(
                        "MacAddress",
                        "00:16:3e:%02x:%02x:%02x"
                                .formatted(
                                        instance.number >> 16 & 255, instance.number >> 8 & 255, instance.number & 255))
                .put("Type", "Primary");
        return list("NetworkInterface", List.of(primary));
    }
}
