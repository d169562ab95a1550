using LtoAutoscope.Domain.Nights;

namespace LtoAutoscope.Daemon.Alerts.Configuration;

/// <summary>Who is told what, and how. Read from <c>config/alerts.yaml</c>; the keys are the property names in snake_case.</summary>
internal sealed record AlertSettings
{
    /// <summary>Whether anything is sent. Default false: without it events are still listed on the page Alerts.</summary>
    public bool Enabled { get; init; }

    /// <summary>Where people reach the dashboard, for the links in an alert; null leaves links out.</summary>
    public string? Links { get; init; }

    /// <summary>E-mail channels.</summary>
    public IReadOnlyList<EmailSettings> Email { get; init; } = [];

    /// <summary>Webhook channels.</summary>
    public IReadOnlyList<WebhookSettings> Webhook { get; init; } = [];

    /// <summary>Push channels, ntfy-style.</summary>
    public IReadOnlyList<PushSettings> Push { get; init; } = [];

    /// <summary>What goes where. An event goes to the channels of every rule that it fits, and once to each.</summary>
    public IReadOnlyList<AlertRule> Rules { get; init; } = [];

    /// <summary>When all but critical alerts wait, or null for never.</summary>
    public QuietHours? QuietHours { get; init; }

    /// <summary>How many alerts a channel may carry.</summary>
    public RateLimitSettings RateLimit { get; init; } = new();

    /// <summary>How often and how long a delivery is tried.</summary>
    public DeliverySettings Delivery { get; init; } = new();

    /// <summary>A run that acquires and finishes no tile for so many minutes counts as silent, 1…1440; null leaves that unwatched. Default 30.</summary>
    public double? NoTileMinutes { get; init; } = 30;

    /// <summary>The names of all channels.</summary>
    public IEnumerable<string> ChannelNames() => [.. Email.Select(c => c.Name), .. Webhook.Select(c => c.Name), .. Push.Select(c => c.Name)];

    /// <summary>The rules that an event fits.</summary>
    public IEnumerable<AlertRule> RulesFor(LabEvent happened) => Rules.Where(rule => rule.Fits(happened));

    /// <summary>Problems, each as <c>key: what is wrong</c>; empty when the settings are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> problems = [];
        string[] names = [.. ChannelNames()];
        if (names.Any(string.IsNullOrWhiteSpace)) problems.Add("channels: one has no name");
        foreach (string twice in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key)) problems.Add($"channels: two are named '{twice}'");
        if (Links is not null && !IsWebAddress(Links)) problems.Add($"links: '{Links}' is no web address");
        foreach ((EmailSettings email, int i) in Email.Select((c, i) => (c, i))) problems.AddRange(email.Problems($"email[{i}]"));
        foreach ((WebhookSettings hook, int i) in Webhook.Select((c, i) => (c, i)))
            if (!IsWebAddress(hook.Url)) problems.Add($"webhook[{i}].url: '{hook.Url}' is no web address");
        foreach ((PushSettings push, int i) in Push.Select((c, i) => (c, i)))
        {
            if (!IsWebAddress(push.Server)) problems.Add($"push[{i}].server: '{push.Server}' is no web address");
            if (push.Topic.Length is 0 or > 64 || !push.Topic.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) problems.Add($"push[{i}].topic: '{push.Topic}' must be 1 to 64 letters, digits, '-' or '_'");
        }

        foreach ((AlertRule rule, int i) in Rules.Select((r, i) => (r, i))) problems.AddRange(rule.Problems($"rules[{i}]", names));
        if (QuietHours is { } quiet) problems.AddRange(quiet.Problems());
        Range(problems, "rate_limit.alerts", RateLimit.Alerts, 1, 1000);
        Range(problems, "rate_limit.per_minutes", RateLimit.PerMinutes, 0.1, 1440);
        Range(problems, "delivery.attempts", Delivery.Attempts, 1, 100);
        Range(problems, "delivery.timeout_s", Delivery.TimeoutS, 1, 300);
        Range(problems, "delivery.first_wait_s", Delivery.FirstWaitS, 0.01, 3600);
        Range(problems, "delivery.longest_wait_s", Delivery.LongestWaitS, Delivery.FirstWaitS, 86_400);
        if (NoTileMinutes is { } minutes) Range(problems, "no_tile_minutes", minutes, 1, 1440);
        if (Enabled && names.Length == 0) problems.Add("enabled: there is no channel; add one under email, webhook or push");
        if (Enabled && Rules.Count == 0) problems.Add("enabled: there is no rule; add one under rules");
        return problems;
    }

    internal static bool IsWebAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https") && address.Host.Length > 0;

    internal static void Range(List<string> problems, string key, double value, double low, double high)
    {
        if (!(value >= low && value <= high)) problems.Add(FormattableString.Invariant($"{key}: {value} must lie between {low} and {high}"));
    }
}
