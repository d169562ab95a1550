using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>
/// The one place that finds what ships beside the program: <c>wwwroot/</c>, <c>config/</c> and <c>models/</c>. It looks upwards from the program's own
/// folder, so it works from <c>dotnet run</c>, a published folder, a service started in <c>/</c> or System32, and a test.
/// </summary>
public sealed class ContentFolders
{
    /// <summary>Environment variable that names the folder outright.</summary>
    public const string HomeVariable = "LTO_AUTOSCOPE_HOME";

    private ContentFolders(string root, string? config)
    {
        Root = root;
        Config = config ?? Path.Combine(root, "config");
    }

    /// <summary>The folder that holds the others.</summary>
    public string Root { get; }

    /// <summary>Pages' static files.</summary>
    public string WebRoot => Path.Combine(Root, "wwwroot");

    /// <summary>What a lab edits.</summary>
    public string Config { get; }

    /// <summary>Networks and regressions.</summary>
    public string Models => Path.Combine(Root, "models");

    /// <summary>Recipes.</summary>
    public string Recipes => Path.Combine(Config, "recipes");

    /// <summary>Instruments.</summary>
    public string Instruments => Path.Combine(Config, "instruments");

    /// <summary>Materials.</summary>
    public string Materials => Path.Combine(Config, "materials");

    /// <summary>Holders.</summary>
    public string Holders => Path.Combine(Config, "holders");

    /// <summary>The space of syntheses that ships.</summary>
    public string SynthesisSpace
    {
        get
        {
            // A configuration of a laboratory's own need not have one.
            string own = Path.Combine(Config, "synthesis", "space.yaml");
            return File.Exists(own) ? own : Path.Combine(Root, "config", "synthesis", "space.yaml");
        }
    }

    /// <summary>The regression of Coulombic efficiency that ships with the program.</summary>
    public string Regression => Path.Combine(Models, "virtual-ce", "model.onnx");

    /// <summary>Finds the folders.</summary>
    /// <param name="config">A folder to use for <c>config/</c> instead of the shipped one, or null.</param>
    /// <param name="start">Where to look upwards from; the program's own folder by default.</param>
    /// <exception cref="InputException">They are nowhere, or <paramref name="config"/> does not exist.</exception>
    public static ContentFolders Locate(string? config = null, string? start = null)
    {
        if (config is not null && !Directory.Exists(config))
            throw new InputException("the folder does not exist", config, "Name a folder with recipes/, instruments/, materials/ and holders/ by --config");

        string? home = Environment.GetEnvironmentVariable(HomeVariable);
        for (string? folder = home ?? start ?? AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)))
        {
            if (Directory.Exists(Path.Combine(folder, "wwwroot")) && Directory.Exists(Path.Combine(folder, "models")) && Directory.Exists(Path.Combine(folder, "config")))
                return new ContentFolders(Path.GetFullPath(folder), config is null ? null : Path.GetFullPath(config));
        }

        throw new InputException(
            "wwwroot/, config/ and models/ stand neither beside the program nor above it", home ?? start ?? AppContext.BaseDirectory,
            $"Keep the published folder whole, or name the folder that holds them by the environment variable {HomeVariable}");
    }
}
