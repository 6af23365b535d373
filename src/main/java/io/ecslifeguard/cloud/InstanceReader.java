package io.ecslifeguard.cloud;

import com.aliyun.ecs20140526.models.DescribeInstancesResponseBody;
import com.aliyun.ecs20140526.models.DescribeInstancesResponseBody.DescribeInstancesResponseBodyInstancesInstance;
import com.aliyun.ecs20140526.models.DescribeInstancesResponseBody.DescribeInstancesResponseBodyInstancesInstanceNetworkInterfacesNetworkInterface;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the SDK's instances, of which any field may be missing. */
class InstanceReader {

    private InstanceReader() {}

    static List<Instance> all(DescribeInstancesResponseBody body) {
        if (body.getInstances() == null || body.getInstances().getInstance() == null) {
            return List.of();
        }
        return body.getInstances().getInstance().stream()
                .filter(told -> InstanceId.parse(told.getInstanceId()).isPresent())
                .map(InstanceReader::instance)
                .toList();
    }

    private static Instance instance(DescribeInstancesResponseBodyInstancesInstance told) {
        var vpc = Optional.ofNullable(told.getVpcAttributes());
        return new Instance(
                new InstanceId(told.getInstanceId()),
                orEmpty(told.getInstanceName()),
                InstanceState.of(text(told.getStatus()).orElse("Unknown")),
                orEmpty(told.getRegionId()),
                orEmpty(told.getZoneId()),
                orEmpty(told.getInstanceType()),
                orEmpty(told.getImageId()),
                orEmpty(told.getInstanceChargeType()),
                orEmpty(told.getSpotStrategy()),
                text(told.getSpotInterruptionBehavior()),
                text(told.getStoppedMode()),
                time(told.getCreationTime()),
                time(told.getExpiredTime()),
                time(told.getAutoReleaseTime()),
                vpc.map(it -> it.getPrivateIpAddress())
                        .map(it -> it.getIpAddress())
                        .map(InstanceReader::present)
                        .filter(addresses -> !addresses.isEmpty())
                        .or(() -> Optional.ofNullable(told.getInnerIpAddress())
                                .map(it -> it.getIpAddress())
                                .map(InstanceReader::present))
                        .orElse(List.of()),
                Optional.ofNullable(told.getPublicIpAddress())
                        .map(it -> it.getIpAddress())
                        .map(InstanceReader::present)
                        .orElse(List.of()),
                Optional.ofNullable(told.getEipAddress()).flatMap(it -> text(it.getIpAddress())),
                networkInterfaces(told),
                Optional.ofNullable(told.getInternetMaxBandwidthOut()),
                text(told.getInternetChargeType()),
                vpc.flatMap(it -> text(it.getVpcId())),
                vpc.flatMap(it -> text(it.getVSwitchId())),
                Optional.ofNullable(told.getSecurityGroupIds())
                        .map(it -> it.getSecurityGroupId())
                        .map(InstanceReader::present)
                        .orElse(List.of()),
                text(told.getKeyPairName()),
                text(told.getResourceGroupId()),
                Optional.ofNullable(told.getMetadataOptions()).flatMap(it -> text(it.getHttpTokens())),
                tags(told),
                locks(told));
    }

    /** Where none is called primary, as of instances with one only, the first one told is it. */
    private static List<NetworkInterface> networkInterfaces(DescribeInstancesResponseBodyInstancesInstance told) {
        if (told.getNetworkInterfaces() == null || told.getNetworkInterfaces().getNetworkInterface() == null) {
            return List.of();
        }
        return told.getNetworkInterfaces().getNetworkInterface().stream()
                .filter(it -> text(it.getNetworkInterfaceId()).isPresent())
                .sorted(Comparator.comparing(it -> !"Primary".equalsIgnoreCase(it.getType())))
                .map(it -> new NetworkInterface(it.getNetworkInterfaceId().strip(), addresses(it)))
                .toList();
    }

    private static List<String> addresses(
            DescribeInstancesResponseBodyInstancesInstanceNetworkInterfacesNetworkInterface told) {
        var secondary =
                told.getPrivateIpSets() == null || told.getPrivateIpSets().getPrivateIpSet() == null
                        ? Stream.<String>empty()
                        : told.getPrivateIpSets().getPrivateIpSet().stream()
                                .flatMap(it -> text(it.getPrivateIpAddress()).stream());
        return Stream.concat(text(told.getPrimaryIpAddress()).stream(), secondary)
                .distinct()
                .toList();
    }

    private static Map<String, String> tags(DescribeInstancesResponseBodyInstancesInstance told) {
        var tags = new HashMap<String, String>();
        if (told.getTags() != null && told.getTags().getTag() != null) {
            for (var tag : told.getTags().getTag()) {
                text(tag.getTagKey()).ifPresent(key -> tags.put(key, orEmpty(tag.getTagValue())));
            }
        }
        return tags;
    }

    private static List<String> locks(DescribeInstancesResponseBodyInstancesInstance told) {
        if (told.getOperationLocks() == null || told.getOperationLocks().getLockReason() == null) {
            return List.of();
        }
        return told.getOperationLocks().getLockReason().stream()
                .flatMap(lock -> text(lock.getLockReason()).stream())
                .toList();
    }

    private static List<String> present(List<String> values) {
        return values.stream()
                .filter(Objects::nonNull)
                .filter(value -> !value.isBlank())
                .toList();
    }

    /** Such as 2017-12-10T04:04Z: without seconds. */
    private static Optional<Instant> time(String value) {
        try {
            return text(value).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
