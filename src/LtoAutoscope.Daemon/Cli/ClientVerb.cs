using System.CommandLine;
using System.Text.Json.Nodes;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>What verbs share that are clients of a running daemon.</summary>
internal static class ClientVerb
{
    /// <summary>Gives a command its address and <c>--json</c>, and has it run with a client.</summary>
    public static Command With(Command command, Func<ParseResult, DaemonClient, VerbConsole, CancellationToken, Task<int>> body)
        => WithOptionalClient(command, null, (parsed, client, console, token) => body(parsed, client!, console, token));

    /// <summary>The same for a verb that can do without a daemon: where <paramref name="offline"/> is given there is no client.</summary>
    public static Command WithOptionalClient(Command command, Option<string?>? offline, Func<ParseResult, DaemonClient?, VerbConsole, CancellationToken, Task<int>> body)
    {
        var server = new Option<string>("--server")
        {
            Description = $"Address of the running daemon; also from {DaemonClient.ServerVariable}. The key comes from {DaemonClient.KeyVariable}.", HelpName = "URL",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(DaemonClient.ServerVariable) is { Length: > 0 } address ? address : "http://127.0.0.1:5080",
        };
        Option<bool> json = CommonOptions.Json();
        command.Add(server);
        command.Add(json);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            using DaemonClient? client = offline is not null && parsed.GetValue(offline) is not null ? null : DaemonClient.For(parsed.GetValue(server)!);
            return await body(parsed, client, new VerbConsole(parsed.GetValue(json)), cancel).ConfigureAwait(false);
        }, token));
        return command;
    }

    /// <summary>The text of a key, or an empty one.</summary>
    public static string Text(JsonNode? node, params ReadOnlySpan<string> keys)
    {
        foreach (string key in keys) node = node?[key];
        return node is JsonValue value ? value.ToString() : "";
    }
}
