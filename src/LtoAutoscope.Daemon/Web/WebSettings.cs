namespace LtoAutoscope.Daemon.Web;

/// <summary>What the web side needs to know of its surroundings.</summary>
public sealed record WebSettings
{
    /// <summary>The folder of static files (styles, fonts, scripts), an absolute path.</summary>
    public required string WwwRoot { get; init; }

    /// <summary>Where the keys that protect sign-ins and forms are kept, so that both outlive a restart; null keeps them in memory.</summary>
    public string? KeysFolder { get; init; }

    /// <summary>Who may reach the dashboard, and how.</summary>
    public Access.Configuration.AccessSettings Access { get; init; } = new();

    /// <summary>Whether all addresses speak TLS; cookies are then bound to it.</summary>
    public bool IsTls { get; init; }

    /// <summary>The data folder's path, for the page Admin; empty where there is none.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>The folder of what ships beside the program, with its licences; empty where there is none.</summary>
    public string ContentRoot { get; init; } = "";

    /// <summary>The folder of the configuration; empty where there is none.</summary>
    public string ConfigFolder { get; init; } = "";

    /// <summary>Limits that the vital signs draw; those that nobody set are not drawn.</summary>
    public VitalLimits Limits { get; init; } = new();

    /// <summary>The software's version, for addresses of static files and the page's foot.</summary>
    public string Version { get; init; } = typeof(WebSettings).Assembly.GetName().Version?.ToString(3) ?? "0";
}
