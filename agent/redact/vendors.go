package redact

import "strings"

// vendors are the words of names that make a key a secret: DATADOG_KEY,
// newRelicAppKey. Other keys with a word before them are ids as often as not.
var vendors = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
		abuseipdb adafruit adobe aikido airbrake airship airtable airvisual aiven alchemy algolia alibaba alienvault aliyun
		amplitude anthropic apiflash apify apilayer apimetrics apitemplate apollo arcjet artifactory asana assemblyai atera
		atlassian audd auth0 axonaut azure backblaze beamer betterstack bigcommerce bintray bitbucket bitly bittrex
		bitwarden boostnote box braintree brave braze brevo brex browserbase browserstack bugsnag buildkite calendly canva
		censys cerebras cf chargebee chartmogul circleci civo clearbit clerk clickup clinchpad cloudconvert cloudflare
		cloudimage cloudinary cloudmersive cloudsmith codecov codemagic cohere coinbase commercejs composio configcat
		confluence confluent contentful conversiontools convertkit convex coralogix countrylayer coveralls crossmint
		crowdin crowdstrike cryptocompare currencylayer customerio databento databricks datadog deepgram deepl deepseek
		deno devcycle dify digitalocean discord docker docusign droneci dropbox duo dynatrace easypost ebay elastic
		elevenlabs endorlabs etsy exoscale facebook fal fastly feishu figma finicity finnhub firebase firecrawl firehydrant
		fireworks flagsmith flickr flutterwave freemius freshbooks freshdesk fullstory gemini geocodio getemails ghost
		giphy github gitlab gitter gocardless gotify grafana greenhouse greptile groq growthbook guardian gumroad hcaptcha
		helicone heroku hetzner highnote honeycomb hubspot huggingface hume hunter infisical infobip infomaniak infura
		intercom ipdata ipgeolocation ipinfo ipquality ipstack iterable jenkins jfrog jira jumpcloud kagi kimi klaviyo
		klipfolio knapsackpro kraken kucoin labelbox langfuse langsmith languagelayer launchdarkly leadfeeder lemlist
		lemonsqueezy linear linkedin linode liveblocks livekit llamacloud logdna loggly logzio lokalise looker mailboxlayer
		mailchimp mailerlite mailersend mailgun mailjet mailmodo mandrill mapbox mapquest maptiler mattermost maxmind
		mediastack meilisearch meistertask mem0 meraki mergify messagebird mezmo midtrans minimax mintlify miro mistral
		mixpanel mollie mongodb monkeylearn moonshot mux nebius netlify newrelic newsapi newscatcher newyorktimes nexmo
		ngrok novita numverify nvidia nylas nytimes okta ollama onelogin onesignal openai openrouter openweather
		openweathermap opsgenie optimizely ovh pagerduty papertrail paypal paystack perplexity pinata pinecone pipedrive
		plaid planetscale plivo porkbun positionstack posthog postman postmark prefect privateai pubnub pushbullet pusher
		pushover qdrant quandl rapidapi razorpay recaptcha render replicate resend retell retool revolut roboflow rollbar
		rootly rudderstack runpod sambanova samsara sanity saucelabs scaleway scraperapi scrapingbee segment semgrep
		sendbird sendgrid sentinelone sentry serpapi serper shippo shodan shopify signoz sinch slack smartsheet snowflake
		snyk sonar sonarcloud spacelift sparkpost splunk spotify square squarespace stability statsig statuspage storyblok
		strava stripe stytch sumo sumologic supabase surveymonkey svix tableau tatum tavily telegram telesign telnyx
		tenable tinybird tmdb todoist together tomtom travis trello turso twilio twitch twitter typeform typesense unsplash
		upcloud uploadcare upstage upstash vapi vercel virustotal vonage voyage voyageai vultr wakatime wandb weatherapi
		weatherstack weaviate webflow woocommerce workos xai xero yandex yelp youtube zai zendesk zenserp zerobounce zoho
		zoom zuplo`) {
		m[w] = true
	}
	return m
}()
