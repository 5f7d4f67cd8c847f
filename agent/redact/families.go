package redact

import (
	"bytes"
	"slices"
)

// families are the rows of the table of shapes for vendors of whom a prefix is
// known and little else, and for the words that many of them put into one.
var families = []shape{
	// A word of the vendor, what the key is for, and the key.
	{"vendor_key", `[A-Za-z0-9]{2,30}_pat_[A-Za-z0-9_-]{20,}`, "personal access token of Botpress and others", behind("_pat_"), 0, nil},
	{"vendor_key", `[A-Za-z0-9]{2,30}_api_[A-Za-z0-9_-]{20,}`, "key of GitBook, n8n and others", behind("_api_"), 0, nil},
	{"vendor_key", `[A-Za-z0-9]{2,30}_key_[A-Za-z0-9_-]{20,}`, "key of Increase, Mergify and others", behind("_key_"), 0, nil},
	{"vendor_key", `[A-Za-z0-9]{2,30}_secret_[A-Za-z0-9_-]{20,}`, "secret of many vendors", behind("_secret_"), 0, nil},
	{"vendor_key", `[A-Za-z0-9]{2,30}_token_[A-Za-z0-9_-]{20,}`, "token of many vendors", behind("_token_"), 0, nil},
	{"vendor_key", `[A-Za-z0-9]{2,30}_live_[A-Za-z0-9_-]{20,}`, "key of Browserbase and others", behind("_live_"), 0, nil},
	{"vendor_key", `[A-Za-z0-9]{2,30}_test_[A-Za-z0-9_-]{20,}`, "key of Browserbase and others, test", behind("_test_"), 0, nil},
	{"vendor_key", `[A-Za-z0-9]{2,30}_sec_[A-Za-z0-9_-]{20,}`, "secret of Ramp and others", behind("_sec_"), 0, nil},
	{"vendor_key", `[A-Za-z0-9]{2,30}_sk_[A-Za-z0-9_-]{20,}`, "secret key of Humanloop and others", behind("_sk_"), 0, nil},
	{"vendor_key", `secret_[A-Za-z0-9_.-]{20,}`, "secret of GrowthBook, Height, Lambda Labs and others", behind("secret_"), alone, nil},
	{"vendor_key", `esecret_[a-z0-9]{20,}`, "Anyscale key", hasDigit, 0, nil},
	{"vendor_key", `sk_sbox_[a-z0-9]{20,}`, "Checkout.com secret key, sandbox", nil, 0, nil},
	{"vendor_key", `sk_car_[A-Za-z0-9_]{20,}`, "Cartesia key", nil, 0, nil},
	{"vendor_key", `testsk_[A-Za-z0-9_.-]{20,}`, "Svix key, test", nil, 0, nil},
	{"vendor_key", `pk_prod_[A-Z0-9]{24,}`, "Courier key", hasDigit, 0, nil},
	{"vendor_key", `key_[0-9a-f]{28,}`, "Cursor, Retell or Runway key", ofLength(len("key_")+28, len("key_")+64, len("key_")+128), alone, nil},

	// A prefix of the vendor and letters and digits.
	{"vendor_key", `AIK_[A-Z]{2,6}_[A-Za-z0-9]{20,}`, "Aikido secret", nil, 0, nil},
	{"vendor_key", `ATTA[0-9a-f]{64}[0-9A-F]{8}`, "Trello token", nil, 0, nil},
	{"vendor_key", `BSA[A-Za-z0-9_-]{24,}`, "Brave Search key", mixed, 0, nil},
	{"vendor_key", `CAIS[A-Za-z0-9+/]{100,}={0,2}`, "Alibaba Cloud security token", mixed, 0, nil},
	{"vendor_key", `STS\.[A-Za-z0-9]{16,}`, "Alibaba Cloud access key id of a session", mixed, 0, nil},
	{"vendor_key", `ES_[0-9a-f]{32}`, "hCaptcha secret", nil, 0, nil},
	{"vendor_key", `PMAT-[A-Za-z0-9]{26}`, "Postman collection token", nil, 0, nil},
	{"vendor_key", `PRD-[0-9a-f]{8,12}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4,12}`, "eBay certificate id", nil, 0, nil},
	{"vendor_key", `SBX-[0-9a-f]{8,12}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4,12}`, "eBay certificate id, sandbox", nil, 0, nil},
	{"vendor_key", `SWMKEY-1-[A-Za-z0-9+/]{40,}`, "Docker Swarm unlock key", nil, 0, nil},
	{"vendor_key", `aivenv1_[A-Za-z0-9+/]{40,}={0,2}`, "Aiven token", nil, 0, nil},
	{"vendor_key", `ajkey_[a-z0-9]{20,}`, "Arcjet key", hasDigit, 0, nil},
	{"vendor_key", `akab-[a-z0-9]{16}-[a-z0-9]{16}`, "Akamai client or access token", nil, 0, nil},
	{"vendor_key", `alcht?_[A-Za-z0-9_-]{20,}`, "Alchemy key", drawnAfter, 0, nil},
	{"vendor_key", `apify_proxy_[A-Za-z0-9]{30,}`, "Apify proxy password", nil, 0, nil},
	{"vendor_key", `apk_[A-Za-z0-9+/]{80,}={0,2}`, "Devin service key", mixed, 0, nil},
	{"vendor_key", `apk_user_[A-Za-z0-9+/]{80,}={0,2}`, "Devin key", nil, 0, nil},
	{"vendor_key", `app-[A-Za-z0-9]{24}`, "Dify key", mixed, 0, nil},
	{"vendor_key", `dataset-[A-Za-z0-9]{24}`, "Dify key of a dataset", mixed, 0, nil},
	{"vendor_key", `bpk-[0-9a-f]{32}`, "Builder.io private key", nil, 0, nil},
	{"vendor_key", `bxt_[A-Za-z0-9]{30,}`, "Brex token", nil, 0, nil},
	{"vendor_key", `censys_[A-Za-z0-9]{8}_[A-Za-z0-9]{20,}`, "Censys token", nil, 0, nil},
	{"vendor_key", `ck_[0-9a-f]{40}`, "WooCommerce consumer key", nil, 0, nil},
	{"vendor_key", `cs_[0-9a-f]{40}`, "WooCommerce consumer secret", nil, 0, nil},
	{"vendor_key", `cnv[cas]{2}[A-Za-z0-9_-]{51}`, "Canva secret", nil, 0, nil},
	{"vendor_key", `cog_[a-z2-7]{52}`, "Devin service user token", nil, 0, nil},
	{"vendor_key", `console-[A-Za-z0-9]{40,}`, "Statsig console key", mixed, 0, nil},
	{"vendor_key", `crsr_[0-9a-f]{64}`, "Cursor key", nil, 0, nil},
	{"vendor_key", `csa_[0-9a-f]{30}[A-Za-z0-9]{6}`, "Cloudsmith key", nil, 0, nil},
	{"vendor_key", `ctx7sk-[0-9a-f-]{36}`, "Context7 key", nil, 0, nil},
	{"vendor_key", `cxtp_[A-Za-z0-9]{30,}`, "Coralogix key", nil, 0, nil},
	{"vendor_key", `cxup_[A-Za-z0-9]{30,}`, "Coralogix key of a person", nil, 0, nil},
	{"vendor_key", `dls_[A-Z0-9]{8,}_[0-9a-f]{64}`, "Dashlane service key", nil, 0, nil},
	{"vendor_key", `dsp_[A-Za-z0-9]{40}`, "DeepSource token", mixed, 0, nil},
	{"vendor_key", `ek_[0-9a-f]{32,}`, "OpenAI ephemeral key", nil, 0, nil},
	{"vendor_key", `fhb-[0-9a-f]{32}`, "FireHydrant key", nil, 0, nil},
	{"vendor_key", `gcntfy-[A-Za-z0-9_-]{73,}`, "GC Notify key", nil, 0, nil},
	{"vendor_key", `jca_[A-Za-z0-9]{36}`, "JumpCloud key", mixed, 0, nil},
	{"vendor_key", `jsr[dp]_[A-Za-z0-9]{30,}`, "JSR token", mixed, 0, nil},
	{"vendor_key", `lbx_[A-Za-z0-9_-]{40,}`, "Labelbox key", mixed, 0, nil},
	{"vendor_key", `rma_[A-Za-z0-9_-]{40,}`, "Labelbox key of another kind", mixed, 0, nil},
	{"vendor_key", `live-[A-Za-z0-9]{30,}`, "Modern Treasury key", mixed, alone, nil},
	{"vendor_key", `llx-[A-Za-z0-9]{40,}`, "LlamaCloud key", mixed, 0, nil},
	{"vendor_key", `luma-[0-9a-f]{8}-[0-9a-f-]{27}-[0-9a-f]{8}-[0-9a-f-]{27}`, "Luma key", nil, 0, nil},
	{"vendor_key", `m0-[A-Za-z0-9]{24,}`, "Mem0 key", mixed, 0, nil},
	{"vendor_key", `mint_[A-Za-z0-9]{30,}`, "Mintlify key", mixed, 0, nil},
	{"vendor_key", `npg_[A-Za-z0-9]{12}`, "password of Neon's PostgreSQL", mixed, 0, nil},
	{"vendor_key", `nyk_[A-Za-z0-9_]{40,}`, "Nylas key", mixed, 0, nil},
	{"vendor_key", `pl_[0-9a-f]{32}`, "PromptLayer key", nil, 0, nil},
	{"vendor_key", `prf_[A-Za-z0-9_-]{20,}`, "Proof key", mixed, 0, nil},
	{"vendor_key", `prod_[A-Za-z0-9_-]{40,}`, "Revolut key", noProduct, 0, nil},
	{"vendor_key", `ptr_[A-Za-z0-9+/]{43}=`, "Portainer token", nil, 0, nil},
	{"vendor_key", `pyx-key-v[0-9]-[A-Za-z0-9_-]{40,}`, "pyx key", nil, 0, nil},
	{"vendor_key", `sec-c-[A-Za-z0-9+/=-]{36,}`, "PubNub secret key", nil, 0, nil},
	{"vendor_key", `sktsec_[A-Za-z0-9_-]{30,}`, "Socket token", nil, 0, nil},
	{"vendor_key", `t-g1[0-9]{3}[A-Za-z0-9]{30,}`, "Lark tenant token", nil, 0, nil},
	{"vendor_key", `tk_[a-z0-9]{29}`, "ntfy token", drawnAfter, 0, nil},
	{"vendor_key", `tpuf_[A-Za-z0-9]{20,}`, "turbopuffer key", nil, 0, nil},
	{"vendor_key", `AQ[A-Z][A-Za-z0-9_-]{200,}`, "LinkedIn access token", mixed, 0, nil},
	{"vendor_key", `CG-[A-Za-z0-9]{24}`, "CoinGecko key", mixed, 0, nil},
	{"vendor_key", `JDC_[A-Z0-9]{28}`, "JD Cloud access key", hasDigit, 0, nil},
	{"vendor_key", `KGAT_[0-9a-f]{32}`, "Kaggle token", nil, 0, nil},
	{"vendor_key", `QN_[0-9a-f]{32}`, "QuickNode key", nil, 0, nil},
	{"vendor_key", `RGAPI-[0-9a-f]{8}-[0-9a-f-]{27}`, "Riot Games key", nil, 0, nil},
	{"vendor_key", `SEC[0-9a-f]{64}`, "DingTalk robot secret", nil, 0, nil},
	{"vendor_key", `[ps]at_[A-Za-z0-9]{40,}`, "Coze token", mixed, alone, nil},
	{"vendor_key", `cfsk_ma_[a-z]{4}_[0-9a-f]{32}_[0-9a-f]{8}`, "Cashfree secret", nil, 0, nil},
	{"vendor_key", `ck-[A-Za-z0-9]{44}`, "Chroma key", mixed, 0, nil},
	{"vendor_key", `nk-[A-Za-z0-9_-]{43}`, "Nomic key", mixed, 0, nil},
	{"vendor_key", `pco_pat_[0-9a-f]{64}`, "Planning Center token", nil, 0, nil},
	{"vendor_key", `rca_[0-9a-f]{64}`, "Raycast token", nil, 0, nil},
	{"vendor_key", `vera01e[is]-[0-9a-f]{32,64}`, "Veracode key or its id", nil, 0, nil},
	{"vendor_key", `web_[0-9a-f]{64}`, "Percy token", nil, alone, nil},
	{"vendor_key", `ALTAK[A-Za-z0-9]{20,}`, "Baidu Cloud access key id", mixed, 0, nil},
	{"vendor_key", `OC\|[0-9]{10,20}\|[0-9a-f]{32}`, "Oculus access token", nil, 0, nil},
	{"vendor_key", `a[ks]-[A-Za-z0-9]{22}`, "Modal token id or secret", mixed, 0, nil},
	{"vendor_key", `ak_[A-Za-z0-9_-]{20}`, "Composio key", mixed, 0, nil},
	{"vendor_key", `apikey_[0-9a-f]{64}`, "Rainforest Pay key", nil, 0, nil},
	{"vendor_key", `cflt[A-Za-z0-9+/]{60}`, "Confluent Cloud secret", mixed, 0, nil},
	{"vendor_key", `cs[0-9a-f]{30}`, "Contentstack token", hasDigit, 0, nil},
	{"vendor_key", `da2-[a-z0-9]{26}`, "AWS AppSync key", hasDigit, 0, nil},
	{"vendor_key", `db-[A-Za-z0-9]{29}`, "Databento key", mixed, 0, nil},
	{"vendor_key", `ddpat_[A-Za-z0-9_]{30,}`, "Datadog personal access token", hasDigit, 0, nil},
	{"vendor_key", `depot_[a-z]{3,7}_[0-9a-f]{64}`, "Depot token", nil, 0, nil},
	{"vendor_key", `e2b_[0-9a-f]{40}`, "E2B key", nil, 0, nil},
	{"vendor_key", `hbp_[A-Za-z0-9]{36}`, "Honeybadger token", hasDigit, 0, nil},
	{"vendor_key", `lsxs_[a-z]{2}_[A-Za-z0-9]{32,}`, "Lightspeed token", nil, 0, nil},
	{"vendor_key", `plainApiKey_[a-z]{2}_[A-Za-z0-9]{40,}`, "Plain key", nil, 0, nil},
	{"vendor_key", `sk[A-Za-z0-9]{178}`, "Sanity token", mixed, 0, nil},
	{"vendor_key", `slk_[0-9a-f]{64}`, "Sourcegraph licence key", nil, 0, nil},
	{"vendor_key", `tss_[A-Za-z0-9_-]{20,}`, "Thunderstore token", mixed, alone, nil},
	{"vendor_key", `u\+[A-Za-z0-9_+-]{18}`, "PagerDuty token", mixed, 0, nil},
	{"vendor_key", `ucat_[A-Za-z0-9]{24,32}`, "UpCloud token", hasDigit, 0, nil},

	{"vendor_key", `bb_[pm][ra]_[0-9a-f]{30}`, "Bannerbear key", nil, 0, nil},
	{"vendor_key", `dtn_[0-9a-f]{64}`, "Daytona key", nil, 0, nil},
	{"vendor_key", `hxt[pw]_[0-9a-f]{64,}`, "Hex token", nil, 0, nil},
	{"vendor_key", `aph0_[A-Za-z0-9_-]{40,}`, "Anyscale key, newer", nil, 0, nil},
	{"vendor_key", `klarna_[a-z]{4,10}_api_[A-Za-z0-9+/=_-]{40,}`, "Klarna key", nil, 0, nil},
	{"vendor_key", `pri_[0-9a-f]{32}`, "BestTime private key", nil, 0, nil},
	{"vendor_key", `shltm_[A-Za-z0-9_-]{40}`, "Flexport key", nil, 0, nil},
	{"vendor_key", `salad_cloud_[a-z]{3,8}_[A-Za-z0-9]{20,}`, "SaladCloud key", nil, 0, nil},
	{"vendor_key", `thog-secret-[0-9a-f]{32}`, "TruffleHog secret", nil, 0, nil},
	{"vendor_key", `BBFF-[A-Za-z0-9]{30}`, "Ubidots token", nil, 0, nil},
	{"vendor_key", `API_KEY[0-9A-Z]{32}`, "Finage key", hasDigit, 0, nil},
	{"vendor_key", `rh-api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}`, "Robinhood key", nil, 0, nil},
	{"vendor_key", `ao[ar]AAAAA[A-Za-z0-9_:/+=-]{60,}`, "AWS access token of a single sign-on", mixed, 0, nil},
	{"vendor_key", `eyJwYXlsb2FkIjoi[A-Za-z0-9+/]{200,}={0,2}`, "AWS password of a container registry", nil, 0, nil},
	{"vendor_key", `QVdTOmV5S[A-Za-z0-9+/]{200,}={0,2}`, "the same behind its user", nil, 0, nil},

	// Parts with signs between them.
	{"azure_refresh", `[01]\.[A-Za-z0-9_-]{40,}\.AgAB[A-Za-z0-9_-]{60,}`, "Microsoft Entra refresh token", nil, 0, nil},
	{"azure_refresh", `M\.[CR][0-9]{1,3}_[A-Z0-9]{2,4}\.[A-Z0-9.]{0,6}-[A-Za-z0-9*!$]{40,}`, "refresh token of a Microsoft account", nil, 0, nil},
	{"vendor_key", `[A-Za-z0-9]{60,}_PF84_[0-9a-f]{8}-[0-9a-f-]{27}`, "Webex token", nil, 0, nil},
	{"vendor_key", `[A-Za-z0-9_*-]{1,60}:development\.[0-9a-f]{56,}`, "Unleash client token", ends56, 0, nil},
	{"vendor_key", `[A-Za-z0-9_*-]{1,60}:production\.[0-9a-f]{56,}`, "Unleash client token", ends56, 0, nil},
	{"vendor_key", `tkn\.v1_[A-Za-z0-9]{60,}={0,2}`, "Teamwork token", nil, 0, nil},
	{"password", `-at-[0-9]{12}:([A-Za-z0-9+/]{43}=)`, "AWS CodeCommit password behind its user", nil, glued | remove, nil},
	{"session", `BAh7[A-Za-z0-9+/]{20,}={0,2}--[0-9a-f]{40,64}`, "Rails session, signed", nil, 0, nil},
	{"session", `\.eJ[A-Za-z0-9_-]{10,}:[A-Za-z0-9_-]{6}:[A-Za-z0-9_-]{27,}`, "Django session, signed", nil, glued, nil},
	{"session", `SFMyNTY\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{40,}`, "Phoenix token or session", nil, 0, nil},
	{"session", `QTEyOEdDTQ\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{12,}\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}`, "Phoenix session, encrypted", nil, 0, nil},
	{"saml", `PHNhbWxwOlJlc3BvbnNl[A-Za-z0-9+/]{60,}={0,2}`, "SAML response", nil, 0, nil},
	{"saml", `PHNhbWwycDpSZXNwb25zZ[A-Za-z0-9+/]{60,}={0,2}`, "SAML response of OpenSAML", nil, 0, nil},
	{"ticket", `oYI[A-H][A-Za-z0-9+/]{60,}={0,2}`, "Kerberos answer (SPNEGO)", mixed, 0, nil},
	{"secret_key", `key \[base64:([A-Za-z0-9+/]{43}=)\]`, "Laravel's key", nil, remove, nil},
	{"vendor_key", `NNSXS\.[A-Z0-9]{39}\.[A-Z0-9]{52}`, "The Things Network key", nil, 0, nil},
	{"session", `django\.contrib\.sessions\.cache([a-z0-9]{32})`, "Django's session in its cache", hasDigit, glued, nil},
	{"session", `django\.contrib\.sessions\.cached_db([a-z0-9]{32})`, "Django's session in its cache and its database", hasDigit, glued, nil},
	{"password_hash", `c=biws,r=[!-+.-~]{8,100},p=([A-Za-z0-9+/]{27,90}={0,2})`, "proof of SCRAM", nil, remove, nil},
	{"pin", `cccccc[cbdefghijklnrtuv]{38}`, "YubiKey's one-time password", nil, remove, nil},
	{"vendor_key", `prd:[A-Za-z0-9]{24}\.[A-Za-z0-9]{32}`, "Sumsub token", nil, 0, nil},
	{"vendor_key", `ser\.[A-Za-z0-9]{22}`, "Flagsmith key of a server", mixed, 0, nil},
	{"vendor_key", `KakaoAK ([0-9a-f]{32})`, "Kakao key", nil, 0, nil},
	{"vendor_key", `vk1\.a\.[A-Za-z0-9_-]{60,}`, "VK token", mixed, 0, nil},
	{"vendor_key", `v1\.Cm[A-Za-z0-9_-]{60,}`, "Nebius key", mixed, 0, nil},
	{"vendor_key", `1000\.[0-9a-f]{32}\.[0-9a-f]{32}`, "Zoho token", nil, 0, nil},
	{"vendor_key", `[0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{5}jsn[0-9a-f]{12}`, "RapidAPI key", nil, 0, nil},
	{"vendor_key", `[A-Za-z0-9+/]{158}1O/w1cDnyilFU=`, "LINE channel token", nil, 0, nil},
	{"vendor_key", `hawk\.[A-Za-z0-9_-]{20}\.[A-Za-z0-9_-]{20}`, "StackHawk key", nil, 0, nil},
	{"vendor_key", `st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}`, "Infisical token", nil, 0, nil},
	{"vendor_key", `CO\.[A-Za-z0-9]{10,}\.[A-Za-z0-9]{40,}`, "Convoy key", nil, 0, nil},
	{"vendor_key", `VF\.[A-Z]{2,4}\.[0-9a-f]{24}\.[A-Za-z0-9]{10,}`, "Voiceflow key", nil, 0, nil},
	{"vendor_key", `api_[A-Za-z0-9]{22}\.[A-Za-z0-9]{22}`, "Close key", nil, 0, nil},
	{"vendor_key", `b10ck5\.[A-Za-z0-9]{32}\.[A-Za-z0-9-]{36}`, "Block Protocol key", nil, 0, nil},
	{"vendor_key", `configcat-sdk-1/[A-Za-z0-9_-]{22}/[A-Za-z0-9_-]{22}`, "ConfigCat SDK key", nil, 0, nil},
	{"vendor_key", `[A-Za-z0-9]{14,20}\.v1\.[A-Za-z0-9_-]{20,}\.[0-9a-f]{40,}`, "Airtable OAuth token", nil, 0, nil},
	{"vendor_key", `[a-z]{3,10}_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,}`, "Authress key of another kind", nil, 0, nil},
	{"vendor_key", `[A-Za-z0-9+/]{22}==:[A-Za-z0-9]{32}`, "Tableau token", nil, 0, nil},
	{"vendor_key", `\*:\*\.[0-9a-f]{56,}`, "Unleash admin token", nil, glued, nil},
	{"vendor_key", `user:gh\.[0-9a-f-]{36}:[A-Za-z0-9_-]{22,}`, "Apollo user key", nil, 0, nil},
	{"vendor_key", `prod:[a-z0-9-]{5,40}\|[A-Za-z0-9+/=]{40,}`, "Convex deploy key", nil, 0, nil},
	{"vendor_key", `@pam![A-Za-z0-9_.-]{1,40}=([0-9a-f]{8}-[0-9a-f-]{27})`, "Proxmox token", nil, glued, nil},
	{"vendor_key", `@pve![A-Za-z0-9_.-]{1,40}=([0-9a-f]{8}-[0-9a-f-]{27})`, "Proxmox token", nil, glued, nil},
	{"vendor_key", `eyJtaXJv[A-Za-z0-9_-]{20,}`, "Miro token", nil, 0, nil},
	{"vendor_key", `eyJhIjoi[A-Za-z0-9+/_-]{80,}={0,2}`, "Cloudflare Tunnel token", nil, 0, nil},
	{"vendor_key", `eyJhcGlfYWRkcmVzcyI6[A-Za-z0-9+/_-]{40,}={0,2}`, "Neptune token", nil, 0, nil},
	{"vendor_key", `eyJVc2VySUQi[A-Za-z0-9+/_-]{40,}={0,2}`, "QStash token", nil, 0, nil},
	{"github_app", `gh[us]_[0-9]{1,12}_eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`, "GitHub app token that holds its claims", nil, glued, nil},
	{"wallet_key", `nsec1[a-z0-9]{58}`, "Nostr private key", nil, remove, nil},
	{"wallet_key", `suiprivkey1[a-z0-9]{50,}`, "Sui private key", nil, remove, nil},

	// Links that do something for whoever knows them.
	{"webhook", `hook\.[a-z0-9]{2,4}\.make\.com/([a-z0-9]{20,})`, "Make webhook", nil, 0, nil},
	{"webhook", `hc-ping\.com/([0-9a-f]{8}-[0-9a-f-]{27})`, "Healthchecks.io ping", nil, 0, nil},
	{"webhook", `nosnch\.in/([0-9a-f]{10,})`, "Dead Man's Snitch", nil, 0, nil},
	{"webhook", `v2/incidents/api/([0-9a-f]{32,})`, "Squadcast webhook", nil, 0, nil},
	{"webhook", `([a-z0-9]{14,18})\.m\.pipedream\.net`, "Pipedream webhook", nil, 0, nil},
	{"webhook", `receiver/v1/http/([A-Za-z0-9+/_=-]{40,})`, "Sumo Logic collector", nil, 0, nil},
	{"webhook", `loggly\.com/[a-z]{4,6}/([0-9a-f]{8}-[0-9a-f-]{27})`, "Loggly input", nil, 0, nil},
	{"webhook", `betterstack\.com/api/v1/heartbeat/([A-Za-z0-9]{20,})`, "Better Stack heartbeat", nil, 0, nil},
	{"webhook", `cronitor\.link/p[a-z]{0,3}/([0-9a-f]{32})`, "Cronitor ping", nil, 0, nil},
	{"webhook", `api/push/([A-Za-z0-9]{10,32})\?status=`, "Uptime Kuma push", mixed, 0, nil},
	{"webhook", `integrations/deploy/prj_[A-Za-z0-9]{20,}/([A-Za-z0-9]{8,})`, "Vercel deploy hook", nil, 0, nil},
	{"webhook", `deploy_hooks/([0-9a-f]{8}-[0-9a-f-]{27})`, "Cloudflare Pages deploy hook", nil, 0, nil},
	{"webhook", `oncall/integrations/v1/[a-z_]{3,30}/([A-Za-z0-9]{20,})`, "Grafana OnCall integration", nil, 0, nil},
}

// behind returns a function that asks for a random text behind the first infix of a
// token, which tells it from the name of a variable, and from one with the hash that
// keys a cache. What is public or a mere id says so before the infix.
func behind(infix string) func(token []byte) bool {
	return func(token []byte) bool {
		for _, prefix := range []string{"pk_", "pub", "cs_"} {
			if hasFold(token, 0, prefix) {
				return false
			}
		}
		tail := token[bytes.Index(token, []byte(infix))+len(infix):]
		return drawn(tail) && !isHash(tail)
	}
}

// noProduct asks for more than the id of a product of Stripe's, at the end of a text.
func noProduct(v []byte) bool { return mixed(v) && len(v) != len("prod_")+14 }

// isHash reports whether v is an MD5, a SHA-1 or a SHA-256 in hex.
func isHash(v []byte) bool {
	return (len(v) == 32 || len(v) == 40 || len(v) == 64) && allOf(v, clHex, 'a')
}

// drawnAfter asks for a random text behind the first underscore.
func drawnAfter(v []byte) bool { return drawn(v[bytes.IndexByte(v, '_')+1:]) }

// drawn tells random letters and digits from words: every other letter is a capital,
// or there are digits, and more of them where there are no capitals.
func drawn(v []byte) bool {
	digits, capitals := 0, 0
	for _, c := range v {
		switch {
		case digit(c):
			digits++
		case isUpper(c):
			capitals++
		}
	}
	if has(v)&clLower == 0 || capitals == 0 {
		return digits >= 4 && looksRandom(v, 16)
	}
	return (digits > 0 || capitals*4 > len(v)) && looksRandom(v, 16)
}

// ends56 asks for 56 characters behind the last dot: 64 are the digest of an image that is
// tagged so.
func ends56(v []byte) bool { return len(v)-bytes.LastIndexByte(v, '.') == 1+56 }

// ofLength returns a function that asks for one of these lengths, which tells a key
// from the hash of a file, or of what is cached.
func ofLength(n ...int) func(token []byte) bool {
	return func(token []byte) bool { return slices.Contains(n, len(token)) }
}
