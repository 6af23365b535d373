package io.ecslifeguard.queue;

import com.aliyun.credentials.Client;
import com.aliyuncs.auth.AlibabaCloudCredentials;
import com.aliyuncs.auth.AlibabaCloudCredentialsProvider;
import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.BasicSessionCredentials;

/** Hands the credentials that drive the other SDKs to the SMQ SDK, which asks for them while it signs. */
class SmqCredentials implements AlibabaCloudCredentialsProvider {

    private final Client client;
    private volatile AlibabaCloudCredentials latest;

    SmqCredentials(Client client) {
        this.client = client;
    }

    /** Fetches what the next request is signed with. May block for as long as a token service takes to answer. */
    void renew() {
        var model = client.getCredential();
        var token = model.getSecurityToken();
        latest = token == null || token.isEmpty()
                ? new BasicCredentials(model.getAccessKeyId(), model.getAccessKeySecret())
                : new BasicSessionCredentials(model.getAccessKeyId(), model.getAccessKeySecret(), token);
    }

    @Override
    public AlibabaCloudCredentials getCredentials() {
        return latest;
    }
}
