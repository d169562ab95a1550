using System.CommandLine;
using System.Text.Json;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>cell exclude CELL --reason TEXT</c> and <c>cell include CELL</c>: whether a cell counts; it stays in either case.</summary>
internal static class CellExcludeVerb
{
    public static Command Exclude()
    {
        var reason = new Option<string>("--reason") { Description = "Why: a leak, a wrong mass, a broken contact.", Required = true, HelpName = "TEXT" };
        return With(new Command("exclude", "Take a cell out of means, regressions and proposals; it stays, with the reason.") { reason }, "exclude", parsed => parsed.GetValue(reason)!.Trim() is { Length: > 0 } why
            ? why : throw new InputException("the reason is empty", "--reason", "Say why the cell does not count"));
    }

    public static Command Include() => With(new Command("include", "Let a cell count again."), "include", _ => "");

    private static Command With(Command command, string verb, Func<ParseResult, string> reasonOf)
    {
        var cell = new Argument<string>("cell") { Description = "Name of the cell." };
        Option<string> by = CommonOptions.By(), data = CommonOptions.Data(), server = CellLab.Server();
        Option<bool> json = CommonOptions.Json();
        command.Add(cell);
        command.Add(by);
        command.Add(data);
        command.Add(server);
        command.Add(json);
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            string name = parsed.GetValue(cell)!, reason = reasonOf(parsed), person = parsed.GetValue(by)!;
            CellTest changed = await CellLab.DoAsync(
                parsed.GetValue(data)!, parsed.GetValue(server)!,
                async (folder, record) =>
                {
                    CellTest done = await new CellTestStore(folder).ExcludeAsync(name, reason, person, TimeProvider.System.GetUtcNow(), cancel).ConfigureAwait(false);
                    await record($"cell.{verb}", $"{done.SampleName}/{name}", reason).ConfigureAwait(false);
                    return done;
                },
                async client => (await client.SendAsync(HttpMethod.Post, $"cells/{Uri.EscapeDataString(name)}/{verb}", verb == "exclude" ? new { Reason = reason } : null, cancel).ConfigureAwait(false)).Deserialize<CellTest>(DomainJson.Line)!,
                person, cancel).ConfigureAwait(false);
            console.WriteJson(changed);
            console.WriteLine(changed.Counts ? $"{name} counts again." : $"{name} does not count: {changed.Exclusion}");
            return ExitCode.Success;
        }, token));
        return command;
    }
}
