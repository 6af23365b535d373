package io.ecslifeguard.cloud;

import com.aliyun.slb20140515.models.DescribeLoadBalancerAttributeResponseBody;
import com.aliyun.slb20140515.models.DescribeLoadBalancersResponseBody;
import com.aliyun.slb20140515.models.DescribeVServerGroupAttributeResponseBody;
import com.aliyun.slb20140515.models.DescribeVServerGroupsResponseBody;
import java.util.List;
import java.util.Optional;

/** Reads the SDK's answers, of which any field may be missing. */
class SlbReader {

    private SlbReader() {}

    static LoadBalancerPage page(DescribeLoadBalancersResponseBody body, int page, int size) {
        var told =
                body.getLoadBalancers() == null ? null : body.getLoadBalancers().getLoadBalancer();
        if (told == null || told.isEmpty()) {
            return new LoadBalancerPage(List.of(), Optional.empty());
        }
        var total = body.getTotalCount() == null ? 0 : body.getTotalCount();
        return new LoadBalancerPage(
                told.stream()
                        .map(it -> new LoadBalancer(
                                new LoadBalancerId(it.getLoadBalancerId()),
                                orEmpty(it.getLoadBalancerName()),
                                orEmpty(it.getLoadBalancerStatus()),
                                orEmpty(it.getAddress()),
                                text(it.getVpcId())))
                        .toList(),
                (long) page * size < total ? Optional.of(page + 1) : Optional.empty());
    }

    static List<ServerGroupName> names(DescribeVServerGroupsResponseBody body) {
        if (body.getVServerGroups() == null || body.getVServerGroups().getVServerGroup() == null) {
            return List.of();
        }
        return body.getVServerGroups().getVServerGroup().stream()
                .map(it -> new ServerGroupName(
                        new ServerGroupId(it.getVServerGroupId()), orEmpty(it.getVServerGroupName())))
                .toList();
    }

    static ServerGroup group(ServerGroupId id, DescribeVServerGroupAttributeResponseBody body) {
        var told = body.getBackendServers() == null
                ? null
                : body.getBackendServers().getBackendServer();
        return new ServerGroup(
                id,
                orEmpty(body.getVServerGroupName()),
                text(body.getLoadBalancerId()).map(LoadBalancerId::new),
                told == null
                        ? List.of()
                        : told.stream()
                                .map(it -> new Backend(
                                        it.getServerId(),
                                        Optional.ofNullable(it.getPort()),
                                        weight(it.getWeight()),
                                        text(it.getType()).orElse("ecs"),
                                        text(it.getDescription()),
                                        text(it.getServerIp())))
                                .toList());
    }

    static List<Backend> defaultGroup(DescribeLoadBalancerAttributeResponseBody body) {
        var told = body.getBackendServers() == null
                ? null
                : body.getBackendServers().getBackendServer();
        if (told == null) {
            return List.of();
        }
        return told.stream()
                .map(it -> new Backend(
                        it.getServerId(),
                        Optional.empty(),
                        weight(it.getWeight()),
                        text(it.getType()).orElse("ecs"),
                        text(it.getDescription()),
                        text(it.getServerIp())))
                .toList();
    }

    /** 100 is what SLB takes where none is given. */
    private static int weight(Integer told) {
        return told == null ? 100 : told;
    }

    private static Optional<String> text(String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
