using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    /// <summary>The folder under the user's own data in which the daemon keeps its files when none is named.</summary>
    public static string DefaultDataFolder { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local ? local : Path.GetTempPath(),
        "lto-autoscope");

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on standard output and nothing else there." };

    public static Option<string> Data() => new("--data") { Description = "The data folder: runs, queue, samples.", HelpName = "DIR", DefaultValueFactory = _ => DefaultDataFolder };

    public static Option<string?> Config() => new("--config") { Description = "A folder to use instead of the shipped config/.", HelpName = "DIR" };

    public static Option<string?> Model() => new("--model") { Description = "An ONNX file to use instead of the network in use (`model list`) or the shipped one.", HelpName = "FILE" };

    public static Option<string> By() => new("--by") { Description = "Who does this, for the record.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };

    public static Option<string> Urls() => new("--urls") { Description = "Address of the dashboard. One that other machines can reach must be https.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
}
