package redact

import (
	"bytes"
	"encoding/base64"
	"slices"
)

// A shape is one row of the table of secrets that are known by how they look,
// whatever stands around them. A new kind of token is one row; [pattern]
// describes the notation of expr.
type shape struct {
	kind  string
	expr  string
	about string
	check func(secret []byte) bool // beyond the pattern: a checksum, a mixture of characters
	flags shapeFlags
	end   func(secret []byte) int // where a checksum says that it ends, 0: it does not say
}

type shapeFlags uint8

const (
	glued  shapeFlags = 1 << iota // may follow a letter or a digit directly
	remove                        // removed, not hashed
	alone                         // does not follow an underscore either
)

// shapes is the table. Rows of one vendor stand together; where two rows may
// match at one place, the first wins.
var shapes = append([]shape{
	// Clouds.
	{"aws_access_key", `AKIA[A-Z0-9]{16}`, "AWS access key id", nil, 0, nil},
	{"aws_access_key", `ASIA[A-Z0-9]{16}`, "AWS access key id of a session", nil, 0, nil},
	{"aws_access_key", `ABIA[A-Z0-9]{16}`, "AWS STS service bearer token", nil, 0, nil},
	{"aws_access_key", `ACCA[A-Z0-9]{16}`, "AWS context-specific credential", nil, 0, nil},
	{"aws_access_key", `A3T[A-Z0-9]{17}`, "AWS access key id, older", hasDigit, 0, nil},
	{"aws_access_key", `ABSK[A-Za-z0-9+/]{60,}={0,2}`, "AWS Bedrock API key", nil, 0, nil},
	{"aws_access_key", `bedrock-api-key-[A-Za-z0-9+/=_-]{20,}`, "AWS Bedrock API key of a session", nil, 0, nil},
	{"aws_session_token", `IQoJb3JpZ2lu[A-Za-z0-9+/=_-]{20,}`, "AWS security token", nil, 0, nil},
	{"aws_session_token", `F[wQ]oGZXIvYXdz[A-Za-z0-9+/=_-]{20,}`, "AWS security token, older", nil, 0, nil},
	{"gcp_api_key", `AIza[A-Za-z0-9_-]{35,}`, "Google API key", nil, 0, nil},
	{"gcp_oauth", `ya29\.[A-Za-z0-9_-]{20,}`, "Google OAuth access token", nil, 0, nil},
	{"gcp_oauth", `ya29\.[a-z]\.[A-Za-z0-9_-]{20,}`, "Google OAuth access token of a service account", nil, 0, nil},
	{"gcp_oauth", `1//0[A-Za-z0-9_-]{40,}`, "Google OAuth refresh token", nil, 0, nil},
	{"gcp_oauth", `4/0A[A-Za-z0-9_-]{40,}`, "Google OAuth code", nil, 0, nil},
	{"gcp_client_secret", `GOCSPX-[A-Za-z0-9_-]{20,}`, "Google OAuth client secret", nil, 0, nil},
	{"gcp_hmac_key", `GOOG[A-Z0-9]{20,60}`, "Google storage HMAC key id", hasDigit, 0, nil},
	{"azure_client_secret", `[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}`, "Azure AD client secret", nil, 0, nil},
	{"azure_key", `azure\.account\.key\.[a-z0-9.-]+[ +=:]{1,3}([A-Za-z0-9+/]{86}==)`, "Azure storage key in Hadoop's configuration", nil, 0, nil},
	{"azure_devops_pat", `[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}`, "Azure DevOps token", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9]{52}JQQJ9[A-Za-z0-9]{27}`, "Azure AI services key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9+/]{76}\+ASt[A-Za-z0-9+/]{4}={0,2}`, "Azure storage account key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9+/]{76}\+ABa[A-Za-z0-9+/]{6}==`, "Azure Batch key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9+/]{76}ACDb[A-Za-z0-9+/]{6}==`, "Azure Cosmos DB key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9]{76}ACi[A-Za-z0-9]{5}`, "Azure API Management key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9+/]{42}\+ACR[A-Za-z0-9+/]{6}`, "Azure container registry password", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9+/]{33}\+ASb[A-Za-z0-9+/]{6}=`, "Azure Service Bus key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9+/]{33}\+AEh[A-Za-z0-9+/]{6}=`, "Azure Event Hubs key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9+/]{33}AIoT[A-Za-z0-9+/]{6}=`, "Azure IoT Hub key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9]{42}AzSe[A-Za-z0-9]{6}`, "Azure AI Search key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9]{33}AzCa[A-P][A-Za-z0-9]{5}=`, "Azure Cache for Redis key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9]{33}AZEG[A-P][A-Za-z0-9]{5}=`, "Azure Event Grid key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9]{76}APIM[A-Za-z0-9]{6}==`, "Azure API Management key of a gateway", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9+/]{33}\+ARm[A-Za-z0-9+/]{6}=`, "Azure Relay key", nil, 0, nil},
	{"azure_key", `[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{6}==`, "Azure Functions key", nil, 0, nil},
	{"amazon_mws", `amzn\.mws\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`, "Amazon MWS token", nil, 0, nil},
	{"amazon_oauth", `Atz[ar]\|[A-Za-z0-9_-]{60,}`, "Login with Amazon token", nil, 0, nil},
	{"amazon_oauth", `amzn1\.oa2-cs\.v1\.[0-9a-f]{64}`, "Login with Amazon client secret", nil, 0, nil},
	{"alibaba_access_key", `LTAI[A-Za-z0-9]{12,26}`, "Alibaba Cloud access key id", hasDigit, 0, nil},
	{"tencent_secret_id", `AKID[A-Za-z0-9]{32}`, "Tencent Cloud secret id", nil, 0, nil},
	{"volcengine", `AKLT[A-Za-z0-9]{30,}`, "Volcengine access key id", nil, 0, nil},
	{"baidu", `bce-v3/ALTAK-[A-Za-z0-9]{21}/[0-9a-f]{40}`, "Baidu Cloud API key", nil, 0, nil},
	{"scaleway", `SCW[A-Z0-9]{17}`, "Scaleway access key", hasDigit, 0, nil},
	{"vendor_key", `EXO[A-Za-z0-9]{24,30}`, "Exoscale API key", hasDigit, 0, nil},
	{"backblaze", `K00[0-9][A-Za-z0-9+/_-]{27}`, "Backblaze application key", mixed, 0, nil},
	{"aiven", `AVNS_[A-Za-z0-9_-]{19}`, "Aiven password", nil, remove, nil},
	{"digitalocean", `do[opr]_v1_[0-9a-f]{64}`, "DigitalOcean token", nil, glued, nil},
	{"digitalocean_spaces", `DO00[A-Z0-9]{16}`, "DigitalOcean Spaces key", nil, 0, nil},
	{"heroku", `HRKU-[A-Za-z0-9_-]{40,}`, "Heroku API key", nil, 0, nil},
	{"fly", `fo1_[A-Za-z0-9_-]{43}`, "Fly.io token", nil, 0, nil},
	{"fly", `fm[12][ar]?_[A-Za-z0-9+/]{100,}={0,3}`, "Fly.io macaroon", nil, 0, nil},
	{"cloudflare_origin_ca", `v1\.0-[0-9a-f]{24}-[0-9a-f]{100,}`, "Cloudflare origin CA key", nil, 0, nil},
	{"cloudflare", `cf[aku]t_[A-Za-z0-9_-]{40,}`, "Cloudflare API token", nil, 0, nil},
	{"scalingo", `tk-us-[A-Za-z0-9_-]{48}`, "Scalingo token", nil, 0, nil},
	{"yandex", `AQVN[A-Za-z0-9_-]{35,38}`, "Yandex Cloud API key", nil, 0, nil},
	{"yandex", `y[0-3]_[A-Za-z0-9_-]{50,}`, "Yandex OAuth token", hasDigit, 0, nil},
	{"yandex", `t1\.[A-Za-z0-9_-]{20,}={0,2}\.[A-Za-z0-9_-]{80,}={0,2}`, "Yandex IAM token", nil, 0, nil},
	{"yandex", `YC[A-Za-z0-9_-]{38}`, "Yandex Cloud secret key", mixed, 0, nil},
	{"supabase", `sbp_[a-z0-9_-]{40,}`, "Supabase access token", hasDigit, 0, nil},
	{"supabase", `sb_secret_[A-Za-z0-9_-]{20,}`, "Supabase secret key", nil, 0, nil},
	{"planetscale", `pscale_[a-z]{2,5}_[A-Za-z0-9_=.-]{32,}`, "PlanetScale token or password", nil, 0, nil},
	{"netlify", `nf[pcobu]_[A-Za-z0-9]{36}`, "Netlify token", nil, 0, nil},
	{"vercel", `vc[aipkr]_[A-Za-z0-9_-]{24,}`, "Vercel token", hasDigit, 0, nil},
	{"vercel", `vercel_blob_rw_[A-Za-z0-9]{16}_[A-Za-z0-9]{30,}`, "Vercel Blob token", nil, 0, nil},
	{"render", `rnd_[A-Za-z0-9]{28,}`, "Render API key", nil, 0, nil},
	{"neon", `napi_[A-Za-z0-9]{40,}`, "Neon API key", nil, 0, nil},
	{"cockroach", `CCDB1_[A-Za-z0-9]{22}_[A-Za-z0-9]{40}`, "CockroachDB Cloud key", nil, 0, nil},
	{"mongodb", `mdb_sa_[a-z]{2}_[A-Za-z0-9_-]{40}`, "MongoDB Atlas secret", nil, 0, nil},
	{"astra", `AstraCS:[A-Za-z0-9:]{20,}`, "DataStax Astra token", nil, 0, nil},
	{"vendor_key", `fnA[A-Za-z0-9_-]{37}`, "Fauna key", mixed, 0, nil},
	{"vendor_key", `xau_[A-Za-z0-9]{40}`, "Xata key", nil, 0, nil},
	{"pulumi", `pul-[0-9a-f]{40}`, "Pulumi token", nil, 0, nil},
	{"terraform", `[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{40,}`, "Terraform Cloud token", nil, 0, nil},
	{"databricks", `dapi[0-9a-f]{32}`, "Databricks token", nil, 0, nil},
	{"databricks", `dose[0-9a-f]{32}`, "Databricks OAuth secret", nil, 0, nil},
	{"databricks", `dsapi[0-9a-f]{32}`, "Databricks SCIM token", nil, 0, nil},
	{"openshift", `sha256~[A-Za-z0-9_-]{43}`, "OpenShift token", nil, 0, nil},
	{"kubernetes_bootstrap", `K10[0-9a-f]{64}::[a-z]{3,8}:[A-Za-z0-9]{8,}`, "k3s join token", nil, 0, nil},
	{"kubernetes_bearer", `base64url\.bearer\.authorization\.k8s\.io\.([A-Za-z0-9_-]{20,})`, "Kubernetes token in a WebSocket protocol", nil, 0, nil},
	{"rancher", `token-[a-z0-9]{5}:[a-z0-9]{54}`, "Rancher token", hasSecret, 0, nil},
	{"rancher", `kubeconfig-[a-z]{1,4}-[a-z0-9]{5,10}:[a-z0-9]{54}`, "Rancher token of a kubeconfig", nil, 0, nil},
	{"swarm", `SWMTKN-[0-9]-[a-z0-9]{49,60}-[a-z0-9]{24,30}`, "Docker Swarm join token", nil, 0, nil},
	{"vendor_key", `ngrok[ +:=]{1,3}([A-Za-z0-9]{27}_[A-Za-z0-9]{21})`, "ngrok token behind its vendor", mixed, 0, nil},
	{"tailscale", `tskey-[A-Za-z0-9-]{24,}`, "Tailscale key", nil, 0, nil},
	{"vendor_key", `nbp_[A-Za-z0-9]{36}`, "NetBird token", nil, 0, nil},

	// Code hosting, packages, builds.
	{"github_pat", `ghp_[A-Za-z0-9]{36,251}`, "GitHub personal access token", nil, glued, sealedAt(4)},
	{"github_oauth", `gho_[A-Za-z0-9]{36,251}`, "GitHub OAuth token", nil, glued, sealedAt(4)},
	{"github_app", `gh[us]_[A-Za-z0-9]{36,251}`, "GitHub app token", nil, glued, sealedAt(4)},
	{"github_refresh", `ghr_[A-Za-z0-9]{36,251}`, "GitHub refresh token", nil, glued, sealedAt(4)},
	{"github_pat", `github_pat_[A-Za-z0-9_]{22,}`, "GitHub fine-grained token", nil, glued, nil},
	{"gitlab_pat", `glpat-[A-Za-z0-9_.-]{20,}`, "GitLab personal access token", nil, glued, nil},
	{"gitlab", `glcbt-[A-Za-z0-9]{1,5}_[A-Za-z0-9_-]{20,}`, "GitLab CI job token", nil, glued, nil},
	{"gitlab", `gl[dfrw]t-[A-Za-z0-9_.-]{20,}`, "GitLab deploy, feed, runner or workspace token", nil, 0, nil},
	{"gitlab", `glptt-[0-9a-f]{40}`, "GitLab pipeline trigger token", nil, glued, nil},
	{"gitlab", `glrtr-[A-Za-z0-9_.-]{20,}`, "GitLab runner registration token", nil, 0, nil},
	{"gitlab", `glffct-[A-Za-z0-9_-]{20,}`, "GitLab feature flag token", nil, glued, nil},
	{"gitlab", `glimt-[A-Za-z0-9_-]{25,}`, "GitLab incoming mail token", nil, glued, nil},
	{"gitlab", `glagent-[A-Za-z0-9_-]{50,}`, "GitLab agent token", nil, glued, nil},
	{"gitlab", `gloas-[A-Za-z0-9_-]{64,}`, "GitLab OAuth secret", nil, glued, nil},
	{"gitlab", `glsoat-[A-Za-z0-9_-]{20,}`, "GitLab SCIM token", nil, glued, nil},
	{"gitlab", `GR1348941[A-Za-z0-9_-]{20}`, "GitLab runner registration token, older", nil, 0, nil},
	{"bitbucket", `ATBB[A-Za-z0-9]{24,}`, "Bitbucket app password", nil, 0, nil},
	{"bitbucket", `x-token-auth:([A-Za-z0-9_=-]{16,})`, "Bitbucket repository token behind its user", hasDigit, 0, nil},
	{"bitbucket", `BBDC-[A-Za-z0-9+/_-]{32,}={0,2}`, "Bitbucket Data Center token", nil, 0, nil},
	{"atlassian", `ATATT3[A-Za-z0-9_=-]{20,}`, "Atlassian API token", nil, 0, nil},
	{"atlassian", `ATCTT3[A-Za-z0-9_=-]{20,}`, "Atlassian organisation or repository token", nil, 0, nil},
	{"atlassian", `ATSTT3[A-Za-z0-9_=-]{20,}`, "Atlassian service account token", nil, 0, nil},
	{"npm", `npm_[A-Za-z0-9]{36,}`, "npm token", nil, glued, sealedAt(4)},
	{"pypi", `pypi-[A-Za-z0-9_-]{50,}`, "PyPI token", nil, glued, nil},
	{"rubygems", `rubygems_[0-9a-f]{48}`, "RubyGems key", nil, glued, nil},
	{"password", `BUNDLE_[A-Z0-9_]{6,}=[A-Za-z0-9_.-]{2,64}:([A-Za-z0-9_.!-]{6,})`, "Bundler's password of a source", hasDigit, remove, nil},
	{"crates", `cio[A-Za-z0-9]{32}`, "crates.io token", hasDigit, 0, nil},
	{"nuget", `oy2[a-z0-9]{43}`, "NuGet key", nil, 0, nil},
	{"packagist", `packagist_[a-z]{3}_[0-9a-f]{28,}`, "Packagist token", nil, 0, nil},
	{"nexus", `NpmToken\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`, "Nexus npm token", nil, 0, nil},
	{"vendor_key", `ovsxat_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`, "Open VSX token", nil, 0, nil},
	{"deno", `dd[opw]_[A-Za-z0-9]{36}`, "Deno Deploy token", nil, 0, nil},
	{"clojars", `CLOJARS_[A-Za-z0-9]{60}`, "Clojars token", nil, 0, nil},
	{"docker", `dckr_[po]at_[A-Za-z0-9_-]{20,}`, "Docker Hub token", nil, glued, nil},
	{"artifactory", `AKCp[A-Za-z0-9]{60,}`, "Artifactory API key", nil, 0, nil},
	{"artifactory", `cmVmd[A-Za-z0-9]{59}`, "Artifactory reference token", nil, 0, nil},
	{"circleci", `CCIP[AR][TJ]_[A-Za-z0-9]{10,}_[0-9a-z]{40}`, "CircleCI token", nil, 0, nil},
	{"buildkite", `bkua_[0-9a-z]{40,}`, "Buildkite user token", nil, 0, nil},
	{"buildkite", `bk[acp][a-z]{1,2}_[A-Za-z0-9_-]{40,}`, "Buildkite agent, cluster, package or portal token", nil, 0, nil},
	{"vendor_key", `v2\.[a-z0-9]{20}`, "AppVeyor token", mixedDigits, 0, nil},
	{"vendor_key", `chpt_[A-Za-z0-9]{12,}`, "Chromatic token", hasDigit, 0, nil},
	{"jetbrains", `perm:[A-Za-z0-9+/_-]{4,}={0,2}\.[A-Za-z0-9+/_-]{2,}={0,2}\.[A-Za-z0-9]{20,}`, "JetBrains token", nil, 0, nil},
	{"jetbrains", `perm-[A-Za-z0-9+/_-]{4,}={0,2}\.[A-Za-z0-9+/_-]{2,}={0,2}\.[A-Za-z0-9]{20,}`, "JetBrains token", nil, 0, nil},
	{"vendor_key", `ls-[A-Za-z0-9]{8}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{12}`, "LocalStack token", mixed, 0, nil},
	{"dbt", `dbt[cu]_[A-Za-z0-9_=-]{30,}`, "dbt Cloud token", nil, 0, nil},
	{"sonarqube", `sq[upa]_[0-9a-f]{40}`, "SonarQube token", nil, 0, nil},
	{"sourcegraph", `sgp_[A-Za-z0-9_]{40,}`, "Sourcegraph token", nil, 0, nil},
	{"snyk", `snyk_[a-z]{3}\.[0-9a-f]{8}\.[A-Za-z0-9_.-]{20,}`, "Snyk token", nil, 0, nil},
	{"harness", `[ps]at\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}`, "Harness token", nil, 0, nil},
	{"octopus", `API-[A-Z0-9]{25,32}`, "Octopus Deploy key", notHex, 0, nil},
	{"prefect", `pn[ub]_[A-Za-z0-9]{36}`, "Prefect key", nil, 0, nil},
	{"infracost", `ico-[A-Za-z0-9]{32}`, "Infracost key", mixed, 0, nil},
	{"postman", `PMAK-[0-9a-fA-F]{24}-[0-9a-fA-F]{34}`, "Postman key", nil, 0, nil},
	{"readme", `rdme_[a-z0-9]{70}`, "ReadMe key", nil, 0, nil},
	{"figma", `fig[dour]_[A-Za-z0-9_-]{36,}`, "Figma token", nil, 0, nil},
	{"figma", `figur_[A-Za-z0-9_-]{36,}`, "Figma refresh token", nil, 0, nil},
	{"linear", `lin_[a-z]{3,5}_[A-Za-z0-9]{32,}`, "Linear key", nil, 0, nil},
	{"notion", `ntn_[A-Za-z0-9]{43,}`, "Notion token", nil, 0, nil},
	{"notion", `secret_[A-Za-z0-9]{43}`, "Notion token, older", hasDigit, 0, nil},
	{"airtable", `pat[A-Za-z0-9]{14}\.[0-9a-f]{64}`, "Airtable token", nil, 0, nil},
	{"asana", `1/[0-9]{13,17}:[0-9a-f]{32}`, "Asana token", nil, 0, nil},
	{"asana", `[12]/[0-9]{13,17}/[0-9]{13,17}:[0-9a-f]{32}`, "Asana token", nil, 0, nil},
	{"clickup", `pk_[0-9]{5,9}_[A-Z0-9]{32}`, "ClickUp token", nil, 0, nil},
	{"vendor_key", `ghost[ +:=]{1,3}([0-9a-f]{24}:[0-9a-f]{64})`, "Ghost key behind its vendor", nil, 0, nil},
	{"vendor_key", `Ghost[ +:=]{1,3}([0-9a-f]{24}:[0-9a-f]{64})`, "Ghost key behind its vendor, with a capital", nil, 0, nil},
	{"vendor_key", `infura\.io/v3/([0-9a-f]{32})`, "Infura key in an address", nil, glued, nil},
	{"vendor_key", `infura\.io/ws/v3/([0-9a-f]{32})`, "Infura key in an address of a WebSocket", nil, glued, nil},
	{"vendor_key", `alchemy\.com/v2/([A-Za-z0-9_-]{32,})`, "Alchemy key in an address", nil, glued, nil},
	{"vendor_key", `appid=([0-9a-f]{32})`, "OpenWeather key", nil, 0, nil},
	{"vendor_key", `0201036c6e64[0-9a-f]{80,}`, "macaroon of lnd in hex", nil, 0, nil},
	{"vendor_key", `AgEDbG5k[A-Za-z0-9+/_-]{60,}={0,2}`, "macaroon of lnd", nil, 0, nil},
	{"vendor_key", `retool_[A-Za-z0-9]{26,}`, "Retool token", nil, 0, nil},
	{"vendor_key", `mb_[A-Za-z0-9+/]{43}=`, "Metabase key", nil, 0, nil},
	{"vendor_key", `ws-[0-9a-f]{64}`, "Webflow token", nil, 0, nil},
	{"vendor_key", `MC5[A-Za-z0-9_-]{20,}\.[A-Za-z0-9%_-]{40,}`, "Prismic token", nil, 0, nil},
	{"salesforce", `00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{60,}`, "Salesforce session", mixed, 0, nil},
	{"salesforce", `3MVG[A-Za-z0-9._]{60,}`, "Salesforce consumer key", mixed, 0, nil},
	{"salesforce", `5Aep[A-Za-z0-9._]{60,}`, "Salesforce refresh token", mixed, 0, nil},
	{"trigger", `tr_[a-z]{3,4}_[A-Za-z0-9]{20,}`, "Trigger.dev key", hasDigit, 0, nil},
	{"zuplo", `zpka_[0-9a-z]{32}_[0-9a-f]{8}`, "Zuplo API key", nil, 0, nil},
	{"contentful", `CFPAT-[A-Za-z0-9_-]{43}`, "Contentful token", nil, 0, nil},

	// Secret stores, identity.
	{"vault", `hv[sbr]\.[A-Za-z0-9_-]{20,}`, "HashiCorp Vault token", nil, 0, nil},
	{"vault", `s\.[A-Za-z0-9]{24}`, "HashiCorp Vault service token, older", mixedDigits, 0, nil},
	{"vault", `b\.AAAA[A-Za-z0-9_-]{40,}`, "HashiCorp Vault batch token, older", nil, 0, nil},
	{"doppler", `dp\.[a-z]{2,5}\.[A-Za-z0-9_.-]{40,}`, "Doppler token", nil, 0, nil},
	{"onepassword", `ops_eyJ[A-Za-z0-9+/=_-]{60,}`, "1Password service account token", nil, 0, nil},
	{"onepassword", `A3-[A-Z0-9]{6}-[A-Z0-9-]{20,}`, "1Password secret key", hasDigit, remove, nil},
	{"onepassword", `1PRK-[A-Z0-9-]{60,}`, "1Password recovery code", hasDigit, remove, nil},
	{"okta", `SSWS[ +](00[A-Za-z0-9_-]{38,42})`, "Okta token behind its scheme", nil, 0, nil},
	{"opsgenie", `GenieKey[ +]([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22})`, "Opsgenie key behind its scheme", nil, 0, nil},
	{"ory", `ory_[a-z]{2,3}_[A-Za-z0-9_.-]{30,}`, "Ory token", nil, 0, nil},
	{"vendor_key", `unkey_[A-Za-z0-9]{20,}`, "Unkey key", nil, 0, nil},
	{"stytch", `secret-[A-Za-z0-9_-]{36,}={0,2}`, "Stytch or Statsig secret", mixed, 0, nil},
	{"authress", `scauth_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,}`, "Authress key", nil, 0, nil},
	{"authress", `authress_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,}`, "Authress key", nil, 0, nil},
	{"authress", `sc_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,}`, "Authress service client key", nil, 0, nil},
	{"age", `AGE-SECRET-KEY-1[A-Z0-9]{58}`, "age private key", nil, glued | remove, nil},
	{"paseto", `v[1-4]\.local\.[A-Za-z0-9_.-]{20,}`, "PASETO, with its footer", nil, 0, undotted},
	{"paseto", `v[1-4]\.public\.[A-Za-z0-9_.-]{20,}`, "PASETO, with its footer", nil, 0, undotted},
	{"paseto", `k[1-4]\.local\.[A-Za-z0-9_-]{40,}`, "PASERK of a key", mixed, 0, nil},
	{"paseto", `k[1-4]\.local-[a-z]{2,4}\.[A-Za-z0-9_.-]{60,}`, "PASERK of a wrapped key", mixed, 0, undotted},
	{"paseto", `k[1-4]\.secret\.[A-Za-z0-9_-]{40,}`, "PASERK of a secret key", mixed, 0, nil},
	{"paseto", `k[1-4]\.secret-[a-z]{2,4}\.[A-Za-z0-9_.-]{60,}`, "PASERK of a wrapped secret key", mixed, 0, undotted},
	{"paseto", `k[1-4]\.seal\.[A-Za-z0-9_-]{40,}`, "PASERK of a sealed key", nil, 0, nil},
	{"macaroon", `MDA[wxyz][A-Za-z0-9+/_-]{40,}={0,2}`, "macaroon", nil, 0, nil},
	{"macaroon", `AgE[A-Z][A-Za-z0-9+/_-]{60,}={0,2}`, "macaroon, version 2", nil, 0, nil},
	{"biscuit", `E[mn][A-Za-z0-9_-]K[A-Za-z0-9_-]{100,}={0,2}`, "Biscuit of a short block", mixed, 0, nil},
	{"biscuit", `E[o-v][A-Za-z0-9_-][B-H]C[g-v][A-Za-z0-9_-]{100,}={0,2}`, "Biscuit", mixed, 0, nil},
	{"fernet", `gAAAAAB[A-Za-z0-9_-]{60,}={0,2}`, "Fernet token (OpenStack Keystone and others)", nil, 0, nil},
	{"dataprotection", `CfDJ8[A-Za-z0-9_-]{40,}`, "ASP.NET data protection cookie", nil, 0, nil},
	{"flask_session", `\.eJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,7}\.[A-Za-z0-9_-]{27,}`, "Flask session cookie", nil, glued, nil},
	{"ticket", `TGT-[0-9]{1,12}-[A-Za-z0-9._-]{16,}`, "CAS ticket-granting ticket", nil, 0, nil},
	{"ticket", `ST-[0-9]{1,12}-[A-Za-z0-9._-]{16,}`, "CAS service ticket", hasDigit, 0, nil},
	{"ticket", `PGT[IOU]{0,3}-[0-9]{1,12}-[A-Za-z0-9._-]{16,}`, "CAS proxy ticket", nil, 0, nil},
	{"ticket", `YII[A-Za-z0-9+/]{60,}={0,2}`, "Kerberos ticket (SPNEGO)", mixed, 0, nil},
	{"ticket", `doI[A-H][A-Za-z0-9+/]{100,}={0,2}`, "Kerberos credentials (KRB-CRED)", mixed, 0, nil},
	{"ntlm", `TlRMTVNTUAA[A-Za-z0-9+/]{16,}={0,2}`, "NTLM message", nil, 0, nil},

	{"signature", `v[01]=([0-9a-f]{64})`, "signature of a Stripe or Slack webhook", nil, 0, nil},

	// Chat, mail, telephony.
	{"slack", `xox[abceoprs]-[A-Za-z0-9_-]{10,}`, "Slack token", mixedDigits, glued, nil},
	{"slack", `xoxd-[A-Za-z0-9+/=_-]{20,}`, "Slack cookie", nil, glued, nil},
	{"slack", `xapp-[0-9]{1,10}-[A-Za-z0-9-]{10,}`, "Slack app token", nil, glued, nil},
	{"slack_webhook", `services/T[A-Z0-9]{7,12}/B[A-Z0-9]{7,12}/([A-Za-z0-9]{20,})`, "Slack webhook, without its host", nil, 0, nil},
	{"slack_webhook", `hooks\.slack\.com/[a-z]{8,9}/([A-Za-z0-9+/_-]{20,})`, "Slack webhook", nil, glued, nil},
	{"discord_bot", `[MNO][DTjz][AEIMQUYcgk][w-z0-5][A-Za-z0-9_-]{19,24}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}`, "Discord bot token", nil, 0, nil},
	{"discord_bot", `MT[A-Za-z0-9]{21,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}`, "Discord bot token", mixedParts, 0, nil},
	{"discord_bot", `mfa\.[A-Za-z0-9_-]{80,}`, "Discord user token", nil, 0, nil},
	{"discord_webhook", `api/webhooks/[0-9]{10,22}/([A-Za-z0-9_-]{20,})`, "Discord webhook", nil, 0, nil},
	{"discord_webhook", `api/v[0-9]{1,2}/webhooks/[0-9]{10,22}/([A-Za-z0-9_-]{20,})`, "Discord webhook, with a version", nil, 0, nil},
	{"teams_webhook", `webhookb2/([A-Za-z0-9@/_-]{40,})`, "Microsoft Teams webhook", nil, glued, nil},
	{"teams_webhook", `outlook\.office\.com/webhook/([A-Za-z0-9@/_-]{40,})`, "Microsoft Teams webhook, older", nil, glued, nil},
	{"zapier_webhook", `hooks/catch/[0-9]{4,12}/([A-Za-z0-9]{5,})`, "Zapier webhook", nil, glued, nil},
	{"ifttt", `trigger/[A-Za-z0-9_-]+/with/key/([A-Za-z0-9_-]{16,})`, "IFTTT key", nil, glued, nil},
	{"matrix", `syt_[A-Za-z0-9]+_[A-Za-z0-9]{20}_[A-Za-z0-9]{6}`, "Matrix access token", nil, 0, nil},
	{"matrix", `m[ac][tr]_[A-Za-z0-9]{30}_[A-Za-z0-9]{6}`, "Matrix access token", nil, 0, nil},
	{"srtp_key", `inline:([A-Za-z0-9+/]{40,}={0,2})`, "SRTP key in SDP", hasDigit, 0, nil},
	{"twitch", `oauth:[a-z0-9]{30}`, "Twitch chat token", nil, 0, nil},
	{"vendor_key", `KEY[0-9A-F]{32}_[A-Za-z0-9]{22}`, "Telnyx key", nil, 0, nil},
	{"vendor_key", `os_v2_[a-z]{3}_[a-z0-9]{60,}`, "OneSignal key", nil, 0, nil},
	{"firebase", `AMf-v[A-Za-z0-9_-]{80,}`, "Firebase refresh token", mixed, 0, nil},
	{"firebase", `AAAA[A-Za-z0-9_-]{7}:[A-Za-z0-9_-]{100,}`, "Firebase server key", nil, 0, nil},
	{"firebase", `[A-Za-z0-9_-]{22}:APA91b[A-Za-z0-9_-]{100,}`, "Firebase registration token", nil, 0, nil},
	{"telegram_bot", `[0-9]{6,11}:AA[A-Za-z0-9_-]{32,}`, "Telegram bot token", nil, glued, nil},
	{"telegram_bot", `/bot([0-9]{6,11}:[A-Za-z0-9_-]{30,})`, "Telegram bot token in a path", mixed, 0, nil},
	{"sendgrid", `SG\.[A-Za-z0-9_=.-]{60,}`, "SendGrid key, as scanners describe it", isLooseSendGrid, 0, nil},
	{"sendgrid", `SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64}`, "SendGrid key", nil, 0, nil},
	{"twilio", `SK[0-9a-fA-F]{32}`, "Twilio key", nil, 0, nil},
	{"twilio", `AC[0-9a-f]{32}:([0-9a-f]{32})`, "Twilio auth token behind its account", nil, 0, nil},
	{"mailgun", `key-[0-9a-z]{32}`, "Mailgun key", mixedDigits, 0, nil},
	{"mailgun", `ailgun[ +][aktw][a-z]{2,6}[ +=:]{1,2}([0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8})`, "Mailgun key behind its vendor", nil, glued, nil},
	{"mailchimp", `[0-9a-f]{32}-us[0-9]{1,2}`, "Mailchimp key", nil, 0, nil},
	{"mandrill", `md-[A-Za-z0-9_-]{22}`, "Mandrill key", mixed, 0, nil},
	{"brevo", `xkeysib-[0-9a-fA-F]{64}-[A-Za-z0-9]{16}`, "Brevo key", nil, 0, nil},
	{"brevo", `xsmtpsib-[0-9a-f]{64}-[A-Za-z0-9]{16}`, "Brevo SMTP key", nil, 0, nil},
	{"mailersend", `mlsn\.[A-Za-z0-9]{30,}`, "MailerSend token", nil, 0, nil},
	{"resend", `re_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}`, "Resend key", nil, 0, nil},
	{"klaviyo", `pk_[0-9a-f]{34}`, "Klaviyo private key", nil, 0, nil},

	// Money, shops.
	{"stripe", `sk_live_[A-Za-z0-9_-]{10,}`, "Stripe (or Paystack) secret key", nil, glued, nil},
	{"stripe", `sk_test_[A-Za-z0-9_-]{10,}`, "Stripe secret key, test", nil, glued, nil},
	{"stripe", `rk_[a-z]{4}_[A-Za-z0-9]{10,}`, "Stripe restricted key", nil, glued, nil},
	{"stripe", `sk_prod_[A-Za-z0-9_-]{10,}`, "Stripe (or Liveblocks) secret key", nil, glued, nil},
	{"stripe", `whsec_[A-Za-z0-9+/=]{24,}`, "Stripe webhook secret", nil, glued, nil},
	{"stripe", `ek_[a-z]{4}_[A-Za-z0-9]{20,}`, "Stripe ephemeral key", nil, 0, nil},
	{"square", `sq0[ac][st]p-[A-Za-z0-9_-]{22,}`, "Square token or secret, not the id of an application", nil, 0, nil},
	{"square", `EAAA[A-Za-z0-9_-]{22,}`, "Square access token", mixed, 0, nil},
	{"paypal", `access_token\$[a-z]{7,10}\$[a-z0-9]{16}\$[0-9a-f]{32}`, "Braintree access token", nil, 0, nil},
	{"paypal", `A21AA[A-Za-z0-9_-]{60,}`, "PayPal access token", nil, 0, nil},
	{"plaid", `access-[a-z]{7,11}-[0-9a-f]{8}-[0-9a-f-]{27}`, "Plaid access token", nil, 0, nil},
	{"shopify", `shp[a-z]{2,3}_[0-9a-fA-F]{32}`, "Shopify token", nil, glued, nil},
	{"paddle", `pdl_[a-z]{3,5}_apikey_[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}`, "Paddle key", nil, 0, nil},
	{"razorpay", `rzp_[a-z]{4}_[A-Za-z0-9]{14,20}`, "Razorpay key", nil, 0, nil},
	{"twitch_stream_key", `live_[0-9]{6,12}_[A-Za-z0-9]{30,}`, "Twitch stream key", nil, 0, nil},
	{"vendor_key", `live_[0-9a-f]{32,35}`, "Lob or Scale key", nil, alone, nil},
	{"gocardless", `live_[A-Za-z0-9_=-]{30,}`, "GoCardless token", mixedAfter, alone, nil},
	{"adyen", `AQE[A-Za-z0-9+/]{40,}={0,2}-[A-Za-z0-9+/]{20,}={0,2}-[A-Za-z0-9]*`, "Adyen key", nil, 0, nil},
	{"vendor_key", `\$aact_[A-Za-z0-9_=-]{20,}`, "Asaas key", nil, glued, nil},
	{"mercadopago", `APP_USR-[0-9]{10,20}-[0-9]{6}-[0-9a-f]{32}-[0-9]{6,12}`, "Mercado Pago token", nil, 0, nil},
	{"vendor_key", `mercury_[a-z]{4,12}_[A-Za-z0-9_]{30,}`, "Mercury token", nil, 0, nil},
	{"vendor_key", `Mid-server-[A-Za-z0-9_-]{16,}`, "Midtrans key", nil, 0, nil},
	{"vendor_key", `xnd_[a-z]{4,12}_[A-Za-z0-9]{30,}`, "Xendit key", nil, 0, nil},
	{"onfido", `api_[a-z_]{4,10}\.[A-Za-z0-9_.-]{20,}`, "Onfido token", mixed, 0, nil},
	{"vendor_key", `persona_[a-z]{6,12}_[a-z0-9_-]{20,}`, "Persona key", nil, 0, nil},
	{"vendor_key", `[ps]k1_[0-9a-f]{64}`, "Porkbun key", nil, 0, nil},
	{"calcom", `cal_live_[0-9a-f]{32}`, "Cal.com key", nil, 0, nil},
	{"flutterwave", `FLWSECK[_A-Z]{0,8}-[0-9a-z]{12,}`, "Flutterwave key", nil, 0, nil},
	{"easypost", `EZ[AT]K[A-Za-z0-9]{54}`, "EasyPost key", nil, 0, nil},
	{"shippo", `shippo_[a-z]{4}_[0-9a-fA-F]{40}`, "Shippo token", nil, 0, nil},
	{"duffel", `duffel_[a-z]{4}_[A-Za-z0-9_=-]{43}`, "Duffel token", nil, 0, nil},

	// Models.
	{"anthropic", `sk-ant-[A-Za-z0-9_-]{20,}`, "Anthropic key", nil, glued, nil},
	{"openrouter", `sk-or-v1-[0-9a-f]{40,}`, "OpenRouter key", nil, glued, nil},
	{"openai", `sk-[A-Za-z0-9_-]{20,}`, "OpenAI key, and others that look so", notKeyType, 0, nil},
	{"openai", `sess-[A-Za-z0-9]{40}`, "OpenAI session", nil, 0, nil},
	{"huggingface", `hf_[A-Za-z]{34,}`, "Hugging Face token", lettersOfHF, 0, nil},
	{"huggingface", `hf_[A-Za-z0-9]{30,}`, "Hugging Face token", hasDigit, 0, nil},
	{"huggingface", `hf_[a-z]{3,5}_[A-Za-z0-9._-]{30,}`, "Hugging Face OAuth token", hasDigit, 0, nil},
	{"huggingface", `api_org_[A-Za-z0-9]{34}`, "Hugging Face organisation token", nil, 0, nil},
	{"groq", `gsk_[A-Za-z0-9]{40,}`, "Groq key", nil, 0, nil},
	{"replicate", `r8_[A-Za-z0-9]{37}`, "Replicate token", nil, 0, nil},
	{"perplexity", `pplx-[A-Za-z0-9]{40,}`, "Perplexity key", nil, 0, nil},
	{"xai", `xai-[A-Za-z0-9_-]{60,}`, "xAI key", nil, 0, nil},
	{"nvidia", `nvapi-[A-Za-z0-9_-]{40,}`, "NVIDIA API key", nil, 0, nil},
	{"langsmith", `lsv2_[a-z]{2}_[0-9a-fA-F]{32}_[0-9a-fA-F]{10}`, "LangSmith key", nil, 0, nil},
	{"pinecone", `pcsk_[A-Za-z0-9_-]{40,}`, "Pinecone key", nil, 0, nil},
	{"tavily", `tvly-[A-Za-z0-9-]{20,}`, "Tavily key", hasDigit, 0, nil},
	{"jina", `jina_[A-Za-z0-9_-]{50,}`, "Jina key", nil, 0, nil},
	{"runpod", `rpa_[A-Za-z0-9]{30,}`, "RunPod or redirect.pizza key", nil, 0, nil},
	{"elevenlabs", `sk_[0-9a-f]{40,}`, "ElevenLabs key", nil, 0, nil},
	{"vendor_key", `sk_[A-Za-z0-9_.-]{29,}`, "secret key of Knock, Svix, WorkOS and others", drawnAfter, 0, nil},
	{"vendor_key", `tgp_v[0-9]_[A-Za-z0-9_-]{40,}`, "Together AI key", nil, 0, nil},
	{"vendor_key", `fw_[A-Za-z0-9]{22,24}`, "Fireworks key", mixed, 0, nil},
	{"vendor_key", `csk-[a-z0-9]{48}`, "Cerebras key", nil, 0, nil},
	{"vendor_key", `pa-[A-Za-z0-9_-]{43}`, "Voyage AI key", mixedDigits, 0, nil},
	{"vendor_key", `fc-[0-9a-f]{32}`, "Firecrawl key", nil, 0, nil},
	{"wandb", `wandb_v1_[A-Za-z0-9_]{40,}`, "Weights & Biases key", nil, 0, nil},
	{"gcp_api_key", `AQ\.Ab[A-Za-z0-9_-]{40,}`, "Google API key of Gemini", nil, 0, nil},
	{"cloudflare", `0x4AAAAAAA[A-Za-z0-9_-]{26,}`, "Cloudflare Turnstile secret", mixed, 0, nil},

	// Monitoring, analytics, the rest.
	{"grafana", `glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}`, "Grafana service account token", nil, 0, nil},
	{"grafana", `eyJrIjoi[A-Za-z0-9+/]{40,}={0,3}`, "Grafana API key, older", nil, 0, nil},
	{"grafana", `glc_[A-Za-z0-9+/=]{32,}`, "Grafana Cloud token", nil, 0, nil},
	{"newrelic", `NR[AIJR][KIASLQ][A-Z]?-[A-Za-z0-9_-]{19,}`, "New Relic key", nil, 0, nil},
	{"newrelic", `[0-9a-f]{32,36}NRAL`, "New Relic licence key", nil, 0, nil},
	{"newrelic", `[A-Za-z0-9]{36}NRAL`, "New Relic licence key, of a region", nil, 0, nil},
	{"newrelic", `eu01xx[0-9a-f]{30,34}`, "New Relic licence key, older", nil, 0, nil},
	{"datadog", `v1/input/([0-9a-f]{32})`, "Datadog key in the path of an intake", nil, 0, nil},
	{"datadog", `ddapp_[A-Za-z0-9]{30,}`, "Datadog application key", nil, 0, nil},
	{"dynatrace", `dt0[a-z][0-9]{2}\.[A-Za-z0-9]{8,24}\.[A-Za-z0-9]{32,64}`, "Dynatrace token", nil, 0, nil},
	{"sentry", `sntrys_eyJ[A-Za-z0-9+/=_-]{40,}`, "Sentry organisation token", nil, 0, nil},
	{"sentry", `sntry[aiu]_[0-9a-f]{64}`, "Sentry token of a user or an integration", nil, 0, nil},
	{"honeycomb", `hc[ax][il]k_[A-Za-z0-9]{30,}`, "Honeycomb key", nil, 0, nil},
	{"launchdarkly", `sdk-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`, "LaunchDarkly SDK key", nil, 0, nil},
	{"launchdarkly", `api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`, "LaunchDarkly API key", nil, 0, nil},
	{"launchdarkly", `mob-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`, "LaunchDarkly mobile key", nil, 0, nil},
	{"posthog", `phx_[A-Za-z0-9_-]{40,}`, "PostHog personal key", nil, 0, nil},
	{"elastic", `AAEAAWVsYXN0aWMv[A-Za-z0-9_-]{20,}`, "Elastic service account token", nil, 0, nil},
	{"elastic", `essu_[A-Za-z0-9+/_=-]{40,}`, "Elastic Cloud key", nil, 0, nil},
	{"axiom", `xa[ap]t-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`, "Axiom token", nil, 0, nil},
	{"logfire", `pylf_v[0-9]_[a-z]{2}_[A-Za-z0-9]{40,}`, "Logfire token", nil, 0, nil},
	{"vendor_key", `waka_[A-Za-z0-9_-]{30,}`, "WakaTime key or OAuth token", nil, 0, nil},
	{"vendor_key", `rootly_[0-9a-f]{64}`, "Rootly key", nil, 0, nil},
	{"vendor_key", `cu_[0-9a-f]{32}`, "Checkly key", nil, 0, nil},
	{"vendor_key", `dvc_[a-z]{6}_[A-Za-z0-9_-]{12,}`, "DevCycle key", drawnAfter, 0, nil},
	{"vendor_key", `signkey-[a-z]{4}-[0-9a-f]{64}`, "Inngest signing key", nil, 0, nil},
	{"posthog", `phs_[A-Za-z0-9]{40,}`, "PostHog secret key", nil, 0, nil},
	{"adafruit", `aio_[A-Za-z0-9]{28}`, "Adafruit key", nil, 0, nil},
	{"adobe", `p8e-[A-Za-z0-9_-]{32}`, "Adobe client secret", nil, 0, nil},
	{"maxmind", `[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk`, "MaxMind licence key", nil, 0, nil},
	{"mapbox", `sk\.eyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}`, "Mapbox secret token", nil, 0, nil},
	{"hubspot", `eu1-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`, "HubSpot refresh token", nil, 0, nil},
	{"hubspot", `na[0-9]-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`, "HubSpot refresh token", nil, 0, nil},
	{"hubspot", `pat-[a-z]{2}[0-9]-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`, "HubSpot token", nil, 0, nil},
	{"intercom", `dG9rO[A-Za-z0-9+/_=-]{50,}`, "Intercom token", notOurs, 0, nil},
	{"typeform", `tfp_[A-Za-z0-9_.=-]{40,}`, "Typeform token", nil, 0, nil},
	{"frameio", `fio-u-[A-Za-z0-9_=-]{64}`, "Frame.io token", nil, 0, nil},
	{"settlemint", `sm_[aps]at_[A-Za-z0-9]{16,}`, "SettleMint token", nil, 0, nil},
	{"clickhouse", `4b1d[A-Za-z0-9]{38}`, "ClickHouse Cloud key", mixed, 0, nil},
	{"dropbox", `sl\.[A-Za-z0-9_=.-]{100,}`, "Dropbox token", nil, 0, nil},
	{"facebook", `EAA[A-Za-z0-9]{81,}`, "Facebook or WhatsApp access token", mixed, 0, nil},
	{"instagram", `IGQV[A-Za-z0-9_-]{60,}`, "Instagram access token", nil, 0, nil},
	{"instagram", `IGAA[A-Za-z0-9_-]{60,}`, "Instagram access token", mixed, 0, nil},
	{"vendor_key", `THAA[A-Za-z0-9_-]{60,}`, "Threads access token", mixed, 0, nil},
	{"vendor_key", `act\.[A-Za-z0-9!]{40,}`, "TikTok access token", mixed, 0, nil},
	{"vendor_key", `pin[acr]_[A-Za-z0-9_-]{20,}`, "Pinterest token", mixed, 0, nil},
	{"linkedin", `WPL_AP1\.[A-Za-z0-9]{16}\.[A-Za-z0-9+/=]{6,}`, "LinkedIn client secret", nil, 0, nil},
	{"google_ical", `private-([0-9a-f]{32})`, "secret address of a Google calendar", nil, 0, nil},
	{"twitter", `AAAAAAAAAAAAAAAAAAAA[A-Za-z0-9%]{60,}`, "Twitter bearer token", mixed, 0, nil},
	{"twitter", `AAAAAAAAAAAAAAAAAAAA[A-Za-z0-9+/]{60,}={0,2}`, "Twitter bearer token, decoded", mixed, 0, nil},
	{"defined_networking", `dnkey-[A-Za-z0-9_=-]{26}-[A-Za-z0-9_=-]{52}`, "Defined Networking key", nil, 0, nil},
	{"intra42", `s-s4t2[a-z]{2}-[0-9a-f]{64}`, "42 client secret", nil, 0, nil},
	{"vendor_key", `ctp_[A-Za-z0-9]{36}`, "Chief Tools token", nil, 0, nil},
	{"vendor_key", `hctb_[A-Za-z0-9]{20,}`, "Hack Club token", mixed, 0, nil},
	{"vendor_key", `ptk_[A-Za-z0-9]{30,}`, "Hop token", mixed, 0, nil},
	{"vendor_key", `li[op]_[A-Za-z0-9_]{16,}`, "Lichess token", mixed, 0, nil},
	{"vendor_key", `lm[ab]_[A-Za-z0-9]{30,}`, "LogicMonitor token", mixed, 0, nil},
	{"vendor_key", `polar_[a-z]{2,3}_[A-Za-z0-9_-]{20,}`, "Polar token", nil, 0, nil},
	{"vendor_key", `PLAK[0-9a-f]{32}`, "Planet API key", nil, 0, nil},
	{"vendor_key", `sindri_[A-Za-z0-9]{32}`, "Sindri key", mixed, 0, nil},
	{"vendor_key", `vtwn_[A-Za-z0-9_-]{20,}`, "Val Town token", nil, 0, nil},
	{"vendor_key", `wrk[a-z]{2,3}-[A-Za-z0-9_-]{40,}`, "Workato token", mixed, 0, nil},
	{"vendor_key", `cfxk_[A-Za-z0-9_]{20,}`, "Cfx.re key", nil, 0, nil},
	{"vendor_key", `NF-[A-Za-z0-9]{32}`, "Nightfall key", mixed, 0, nil},
	{"vendor_key", `na1\.[A-Za-z0-9+/]{60,}={0,2}`, "FullStory key", mixed, 0, nil},
	{"vendor_key", `endr\+[A-Za-z0-9-]{16}`, "Endor Labs key", hasDigit, 0, nil},
	{"password", `/live2/([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9-]{4,14})`, "YouTube stream key", hasDigit, glued | remove, nil},
	{"password", `/rtmp/(FB-[0-9]{8,20}-[A-Za-z0-9_-]{8,})`, "Facebook stream key", nil, glued | remove, nil},
	{"session", `PVE:[A-Za-z0-9._-]{1,32}@[a-z]{2,16}:[0-9A-Fa-f]{8}::([A-Za-z0-9+/]{80,}={0,2})`, "Proxmox session", nil, 0, nil},
	{"session", `SESS[0-9a-f]{32}=([A-Za-z0-9%_-]{16,})`, "Drupal session", escapesText, glued, nil},
	{"session", `-DO-NOT-SHARE-THIS[A-Za-z.,-]{0,200}\|_([A-Za-z0-9]{60,})`, "Roblox session", nil, 0, nil},
	{"oauth_code", `oauth:request_uri:([A-Za-z0-9_.~-]{16,})`, "OAuth pushed authorization request", hasDigit, 0, nil},
	{"wallet_key", `xprv[1-9A-HJ-NP-Za-km-z]{100,}`, "extended private key of a wallet", nil, remove, nil},
}, slices.Concat(keyShapes, families)...)

// notOurs tells Intercom's tokens, which are base64 of "tok:" and more, from the
// mark of a hash that was put into base64 here.
func notOurs(v []byte) bool {
	var plain [80]byte
	n, _ := base64.StdEncoding.Decode(plain[:], v[:min(len(v), 96)/4*4])
	return !hasHash(plain[:n])
}

// undotted takes the end of a sentence for no part of a token that has dots in it.
func undotted(v []byte) int { return len(bytes.TrimRight(v, ".")) }

// hasDigit asks for a digit, where the pattern would take a word.
func hasDigit(v []byte) bool { return has(v)&clDigit != 0 }

// notHex asks for a digit, and takes no number in hex for a key.
func notHex(v []byte) bool { return hasDigit(v) && !allOf(v[len("API-"):], clHex, 'A') }

// mixed asks for digits and both cases.
func mixed(v []byte) bool {
	const all = clDigit | clLower | clUpper
	return has(v)&all == all
}

// mixedParts asks it of what stands before the first dot and behind the last one.
func mixedParts(v []byte) bool {
	return mixed(v[:bytes.IndexByte(v, '.')]) && mixed(v[bytes.LastIndexByte(v, '.')+1:])
}

// mixedAfter asks it of what stands behind the first underscore, and for more than
// one digit where underscores part that.
func mixedAfter(v []byte) bool {
	v = v[bytes.IndexByte(v, '_')+1:]
	return mixed(v) && (bytes.IndexByte(v, '_') < 0 || mixedDigits(v))
}

// lettersOfHF asks for 34 letters, no more, which no words make.
func lettersOfHF(v []byte) bool { return len(v) == len("hf_")+34 && notCamel(v) }

// notCamel tells letters from words that capitals part: of random ones every other
// is a capital, or none.
func notCamel(v []byte) bool {
	v = v[bytes.IndexByte(v, '_')+1:]
	capitals := 0
	for _, c := range v {
		if isUpper(c) {
			capitals++
		}
	}
	return capitals == 0 || capitals*4 > len(v)
}

// escapesText reports whether each percent sign in v escapes a character of ASCII, as
// those in a cookie do.
func escapesText(v []byte) bool {
	for i, c := range v {
		if c == '%' && i+2 < len(v) && (v[i+1] < '2' || v[i+1] > '7' || !isHex(v[i+2])) {
			return false
		}
	}
	return true
}

// isLooseSendGrid reports whether v is a key of SendGrid's by the description of
// scanners alone: of more parts than two, or with an equals sign in one.
func isLooseSendGrid(v []byte) bool {
	first, second, _ := bytes.Cut(bytes.TrimRight(v[len("SG."):], "."), []byte("."))
	two := len(first) >= 16 && len(first) <= 32 && len(second) >= 16 && bytes.IndexByte(v, '=') < 0 && bytes.IndexByte(second, '.') < 0
	return !two && mixedDigits(v)
}

// mixedDigits asks for digits among letters: "sk-fading-circle-container" is a
// name, not a key.
func mixedDigits(v []byte) bool {
	n := 0
	for _, c := range v {
		if digit(c) {
			n++
		}
	}
	return n >= 2 && (n >= 4 || has(v)&clUpper != 0)
}

// hasSecret asks for more than the name of Rancher's token, which has one like all
// tokens of service accounts.
func hasSecret(v []byte) bool { return len(v)-bytes.IndexByte(v, ':') > minCut }

// notKeyType asks for them, too, in what is no type of keys in hardware:
// sk-ssh-ed25519-cert-v01.
func notKeyType(v []byte) bool {
	return mixedDigits(v) && !bytes.HasPrefix(v, []byte("sk-ssh-")) && !bytes.HasPrefix(v, []byte("sk-ecdsa-"))
}

func has(v []byte) (seen uint8) {
	for _, c := range v {
		seen |= class[c]
	}
	return seen
}
