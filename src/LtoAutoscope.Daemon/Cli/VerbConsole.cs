using System.Text.Json;
using LtoAutoscope.Domain.Files;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>
/// Where a verb writes. With <c>--json</c> standard output carries one JSON document and nothing else; progress and words then go to standard error.
/// </summary>
internal sealed class VerbConsole
{
    public VerbConsole(bool json)
    {
        IsJson = json;
        Terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(json ? Console.Error : Console.Out) });
        if (!Terminal.Profile.Capabilities.Ansi) Terminal.Profile.Width = 160;
    }

    /// <summary>Whether the verb answers in JSON.</summary>
    public bool IsJson { get; }

    /// <summary>Tables, progress and words for people.</summary>
    public IAnsiConsole Terminal { get; }

    /// <summary>Whether the terminal can redraw a line.</summary>
    public bool IsInteractive => Terminal.Profile.Capabilities is { Interactive: true, Ansi: true };

    /// <summary>A line for people; kept off standard output with <c>--json</c>.</summary>
    public void WriteLine(string text) => Terminal.WriteLine(text);

    /// <summary>The one JSON document of <c>--json</c>, on one line.</summary>
    public void WriteJson<T>(T document)
    {
        if (IsJson) Console.Out.WriteLine(JsonSerializer.Serialize(document, DomainJson.Line));
    }

    /// <summary>Runs something long with a progress bar on a terminal, or with a line every tenth where there is none.</summary>
    public async Task<T> ProgressAsync<T>(string title, Func<IProgress<(double Share, string Text)>, Task<T>> work)
    {
        if (!IsInteractive)
        {
            int shown = -1;
            return await work(new Relay(report =>
            {
                int tenth = (int)(report.Share * 10);
                if (Interlocked.Exchange(ref shown, tenth) != tenth) Terminal.WriteLine($"{title}: {tenth * 10} % {report.Text}");
            })).ConfigureAwait(false);
        }

        return await Terminal.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                ProgressTask task = progress.AddTask(Markup.Escape(title), maxValue: 1);
                return await work(new Relay(report =>
                {
                    task.Value = report.Share;
                    task.Description = Markup.Escape(report.Text.Length == 0 ? title : $"{title}: {report.Text}");
                })).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    private sealed class Relay(Action<(double Share, string Text)> report) : IProgress<(double Share, string Text)>
    {
        public void Report((double Share, string Text) value) => report(value);
    }
}
