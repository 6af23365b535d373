package io.ecslifeguard.cloud;

import com.aliyun.ecs20140526.models.RunInstancesRequest;
import com.aliyun.ecs20140526.models.RunInstancesRequest.RunInstancesRequestDataDisk;
import com.aliyun.ecs20140526.models.RunInstancesRequest.RunInstancesRequestSystemDisk;
import com.aliyun.ecs20140526.models.RunInstancesRequest.RunInstancesRequestTag;
import com.aliyun.ecs20140526.models.RunInstancesResponseBody;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecslifeguard.event.InstanceId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An order as the SDK takes it, and as the log may know it. The same order gives the same request each time.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-runinstances">RunInstances</a>
 */
class RunRequest {

    private RunRequest() {}

    static RunInstancesRequest of(RunOrder order, String region) {
        var request = new RunInstancesRequest()
                .setRegionId(region)
                .setClientToken(order.clientToken())
                .setAmount(1)
                .setInstanceType(order.type())
                .setVSwitchId(order.vSwitch())
                .setInstanceChargeType("PostPaid")
                .setSpotStrategy(strategy(order));
        order.priceLimit().ifPresent(limit -> request.setSpotPriceLimit(limit.floatValue()));
        order.template().ifPresent(template -> {
            request.setLaunchTemplateId(template.id());
            template.version().map(Long::valueOf).ifPresent(request::setLaunchTemplateVersion);
        });
        order.copy().ifPresent(copy -> fill(request, copy));
        var tags = tags(order);
        if (!tags.isEmpty()) {
            request.setTag(tags.entrySet().stream()
                    .map(tag ->
                            new RunInstancesRequestTag().setKey(tag.getKey()).setValue(tag.getValue()))
                    .toList());
        }
        return request;
    }

    private static void fill(RunInstancesRequest request, InstanceCopy copy) {
        request.setImageId(copy.image())
                .setInstanceName(copy.name().isEmpty() ? null : copy.name())
                .setSecurityGroupIds(copy.securityGroups())
                .setKeyPairName(copy.keyPair().orElse(null))
                .setRamRoleName(copy.ramRole().orElse(null))
                .setUserData(copy.userData().orElse(null))
                .setResourceGroupId(copy.resourceGroup().orElse(null))
                .setInternetMaxBandwidthOut(copy.bandwidthOut().orElse(null))
                .setInternetChargeType(copy.internetChargeType().orElse(null))
                .setHttpTokens(copy.httpTokens().orElse(null));
        copy.systemDisk()
                .ifPresent(disk -> request.setSystemDisk(new RunInstancesRequestSystemDisk()
                        .setCategory(disk.category())
                        .setSize(String.valueOf(disk.size()))
                        .setPerformanceLevel(disk.performanceLevel().orElse(null))
                        .setEncrypted(disk.encrypted() ? "true" : null)
                        .setKMSKeyId(disk.encrypted() ? disk.key().orElse(null) : null)));
        if (!copy.dataDisks().isEmpty()) {
            request.setDataDisk(copy.dataDisks().stream().map(RunRequest::data).toList());
        }
    }

    private static RunInstancesRequestDataDisk data(InstanceCopy.Disk disk) {
        return new RunInstancesRequestDataDisk()
                .setCategory(disk.category())
                .setSize(disk.size())
                .setPerformanceLevel(disk.performanceLevel().orElse(null))
                .setDeleteWithInstance(disk.deleteWithInstance().orElse(null))
                .setEncrypted(disk.encrypted() ? "true" : null)
                .setKMSKeyId(disk.encrypted() ? disk.key().orElse(null) : null);
    }

    private static String strategy(RunOrder order) {
        return order.spot() ? order.priceLimit().isPresent() ? "SpotWithPriceLimit" : "SpotAsPriceGo" : "NoSpot";
    }

    private static Map<String, String> tags(RunOrder order) {
        var tags = new TreeMap<>(order.copy().map(InstanceCopy::tags).orElse(Map.of()));
        tags.putAll(order.tags());
        return tags;
    }

    static List<InstanceId> instances(RunInstancesResponseBody body) {
        if (body.getInstanceIdSets() == null || body.getInstanceIdSets().getInstanceIdSet() == null) {
            return List.of();
        }
        return body.getInstanceIdSets().getInstanceIdSet().stream()
                .flatMap(id -> InstanceId.parse(id).stream())
                .toList();
    }

    /** What the log is told: of user data, in which secrets may be, only how much there is and whether it is the same. */
    static String told(RunOrder order) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("ClientToken", order.clientToken())
                .put("InstanceType", order.type())
                .put("VSwitchId", order.vSwitch())
                .put("SpotStrategy", strategy(order));
        order.priceLimit().ifPresent(limit -> node.put("SpotPriceLimit", limit));
        order.template().ifPresent(template -> {
            node.put("LaunchTemplateId", template.id());
            template.version().ifPresent(version -> node.put("LaunchTemplateVersion", version));
        });
        order.copy().ifPresent(copy -> tell(node, copy));
        tags(order).forEach(node.putObject("Tags")::put);
        return node.toString();
    }

    private static void tell(ObjectNode node, InstanceCopy copy) {
        node.put("ImageId", copy.image()).put("InstanceName", copy.name());
        copy.securityGroups().forEach(node.putArray("SecurityGroupIds")::add);
        copy.systemDisk().ifPresent(disk -> tell(node.putObject("SystemDisk"), disk));
        var disks = node.putArray("DataDisks");
        copy.dataDisks().forEach(disk -> tell(disks.addObject(), disk));
        put(node, "KeyPairName", copy.keyPair());
        put(node, "RamRoleName", copy.ramRole());
        put(node, "ResourceGroupId", copy.resourceGroup());
        copy.bandwidthOut().ifPresent(mbits -> node.put("InternetMaxBandwidthOut", mbits));
        put(node, "InternetChargeType", copy.internetChargeType());
        put(node, "HttpTokens", copy.httpTokens());
        copy.userData()
                .map(data -> data.getBytes(StandardCharsets.UTF_8))
                .ifPresent(data ->
                        node.putObject("UserData").put("length", data.length).put("sha256", hash(data)));
    }

    private static void tell(ObjectNode node, InstanceCopy.Disk disk) {
        node.put("Category", disk.category()).put("Size", disk.size());
        put(node, "PerformanceLevel", disk.performanceLevel());
        disk.deleteWithInstance().ifPresent(deleted -> node.put("DeleteWithInstance", deleted));
        node.put("Encrypted", disk.encrypted());
    }

    private static void put(ObjectNode node, String name, Optional<String> value) {
        value.ifPresent(text -> node.put(name, text));
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
