using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Service;

/// <summary>What <c>service install</c> lays down and where.</summary>
internal sealed record ServiceOptions
{
    /// <summary>The name of the service, of its user and of its folders.</summary>
    public const string Name = "lto-autoscope";

    /// <summary>The name that Windows shows.</summary>
    public const string WindowsName = "LtoAutoscope";

    /// <summary>Where the program goes.</summary>
    public required string Program { get; init; }

    /// <summary>Where configuration lies that a laboratory edits.</summary>
    public required string Config { get; init; }

    /// <summary>The data folder.</summary>
    public required string Data { get; init; }

    /// <summary>Address of the dashboard.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Name of the instrument's file.</summary>
    public string Instrument { get; init; } = "twin";

    /// <summary>Name of the holder's file.</summary>
    public string Holder { get; init; } = "nine-stubs";

    /// <summary>The user that it runs as (Linux).</summary>
    public string User { get; init; } = Name;

    /// <summary>The group that may open serial ports (Linux).</summary>
    public string SerialGroup { get; init; } = "dialout";

    /// <summary>Whether the dead man's switch is installed beside it.</summary>
    public bool WithWatch { get; init; } = true;

    /// <summary>How long the daemon may be silent before <c>watch</c> acts, s.</summary>
    public double SilenceS { get; init; } = 10;

    /// <summary>A folder under which everything is laid instead of <c>/</c>, for packages; then no command is run. Null for the real system.</summary>
    public string? Root { get; init; }

    /// <summary>The defaults of this system.</summary>
    public static ServiceOptions Default()
    {
        if (!OperatingSystem.IsWindows()) return new ServiceOptions { Program = "/opt/lto-autoscope", Config = "/etc/lto-autoscope", Data = "/var/lib/lto-autoscope" };
        string common = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), WindowsName);
        return new ServiceOptions
        {
            Program = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), WindowsName), Config = Path.Combine(common, "config"), Data = Path.Combine(common, "data"),
        };
    }

    /// <summary>Where a path of the installed system lies now.</summary>
    public string At(string path) => Root is null ? path : Path.Combine(Root, path.TrimStart('/'));

    /// <summary>Refuses what a unit file or a command line could not hold.</summary>
    /// <exception cref="InputException">A value has a character that would end it, or a path is not absolute.</exception>
    public void Require()
    {
        foreach ((string option, string value) in new[] { ("--program", Program), ("--config-dir", Config), ("--data", Data) })
        {
            RequireText(option, value);
            if (!Path.IsPathFullyQualified(value)) throw new InputException($"'{value}' is no full path", option, "Give a path from the root on: a service has no current folder");
        }

        foreach ((string option, string value) in new[] { ("--urls", Urls), ("--instrument", Instrument), ("--holder", Holder), ("--user", User) }) RequireText(option, value);
    }

    private static void RequireText(string option, string value)
    {
        if (value.Length == 0 || value.AsSpan().IndexOfAny("\"'\\%$\r\n\t") >= 0 && !OperatingSystem.IsWindows() || value.Contains('"', StringComparison.Ordinal) || value.Any(char.IsWhiteSpace) && !OperatingSystem.IsWindows())
            throw new InputException($"'{value}' cannot stand in a service's command line", option, "Use letters, digits, '/', '.', ':', '-' and '_'");
    }
}
