using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using Spectre.Console;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>queue</c>: the queue of a running daemon.</summary>
internal static class QueueVerb
{
    public static Command Create() => new("queue", "The queue of a running daemon: list it, add to it, put it in order.")
    {
        List(), QueueAddVerb.Create(), Copy(), Move(),
        OnJob("next", "Make a waiting job the next.", static (_, id) => (HttpMethod.Post, $"queue/{id}/next", null)),
        WithReason("hold", "Pass a waiting job over until it is resumed; the queue goes on."),
        OnJob("resume", "Let a held, stopped or failed job wait again; its run goes on where it was.", static (_, id) => (HttpMethod.Post, $"queue/{id}/resume", null)),
        WithReason("cancel", "Call a job off; a running one is ended and parked first, and what was counted is kept."),
        OnJob("duplicate", "Make a copy of a job, on the stub where its sample lies now.", static (_, id) => (HttpMethod.Post, $"queue/{id}/duplicate", null)),
        Priority(),
    };

    /// <summary>Tells how a job stands after an operation.</summary>
    public static int Tell(VerbConsole console, JsonNode? answer)
    {
        console.WriteJson(answer);
        if (console.IsJson) return ExitCode.Success;
        foreach (JsonNode? job in answer is JsonArray several ? several : [answer?.DeepClone()]) console.WriteLine(Line(job));
        return ExitCode.Success;
    }

    private static string Line(JsonNode? job)
    {
        string more = Reason(job);
        return $"{ClientVerb.Text(job, "job_id")}: {ClientVerb.Text(job, "sample", "name")} on stub {ClientVerb.Text(job, "sample", "stub")}, {State(job)}{(more.Length > 0 ? $". {more}" : "")}";
    }

    private static string State(JsonNode? job) => job?["hold"] is JsonObject && ClientVerb.Text(job, "state") == "queued" ? "held" : ClientVerb.Text(job, "state");

    private static string Reason(JsonNode? job)
        => ClientVerb.Text(job, "waits_for") is { Length: > 0 } waits ? waits
            : ClientVerb.Text(job, "reason") is { Length: > 0 } reason ? reason
            : ClientVerb.Text(job, "state") == "queued" && ClientVerb.Text(job, "is_confirmed") == "false" ? "Nobody has confirmed that the sample lies on its stub." : "";

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Also the jobs that have ended." };
        return ClientVerb.With(new Command("list", "The queue in the order in which it will run, with what each job waits for.") { all }, async (parsed, client, console, token) =>
        {
            JsonArray jobs = [.. (await client.GetAsync("queue", token).ConfigureAwait(false))!.AsArray().Where(job => parsed.GetValue(all) || ClientVerb.Text(job, "state") is "queued" or "running" or "stopped").Select(job => job!.DeepClone())];
            console.WriteJson(jobs);
            if (console.IsJson) return ExitCode.Success;
            if (jobs.Count == 0)
            {
                console.WriteLine("Nothing is queued.");
                return ExitCode.Success;
            }

            var table = new Table().Border(TableBorder.Rounded).AddColumns("Job", "Sample", "Stub", "Recipe", "Priority", "State", "Why", "By");
            foreach (JsonNode? job in jobs)
                table.AddRow([.. new[] { ClientVerb.Text(job, "job_id"), ClientVerb.Text(job, "sample", "name"), ClientVerb.Text(job, "sample", "stub"), ClientVerb.Text(job, "recipe", "name"), ClientVerb.Text(job, "priority"), State(job), Reason(job), ClientVerb.Text(job, "by") }.Select(Markup.Escape)]);
            console.Terminal.Write(table);
            return ExitCode.Success;
        });
    }

    private static Command Copy()
    {
        var count = new Option<int>("--count") { Description = "How many copies, 1 to 100.", HelpName = "N", DefaultValueFactory = _ => 1 };
        return OnJob("copy", "Make copies of a job, all or none.", (parsed, id) => (HttpMethod.Post, $"queue/{id}/copy", new { Count = parsed.GetValue(count) }), count);
    }

    private static Command Move()
    {
        var up = new Option<bool>("--up") { Description = "One place up." };
        var down = new Option<bool>("--down") { Description = "One place down." };
        var to = new Option<int?>("--to") { Description = "To this place among the waiting jobs, 1 for the first.", HelpName = "PLACE" };
        return OnJob("move", "Move a waiting job: --up, --down or --to PLACE.", (parsed, id) => (parsed.GetValue(up), parsed.GetValue(down), parsed.GetValue(to)) switch
        {
            (true, false, null) => (HttpMethod.Post, $"queue/{id}/move", new { By = -1 }),
            (false, true, null) => (HttpMethod.Post, $"queue/{id}/move", new { By = 1 }),
            (false, false, { } place) => (HttpMethod.Post, $"queue/{id}/move", new { To = place }),
            _ => throw new InputException("it does not say where to", "queue move", "Give one of --up, --down and --to PLACE"),
        }, up, down, to);
    }

    private static Command Priority()
    {
        var priority = new Option<int?>("--set") { Description = "The priority, -100 to 100; higher goes first.", HelpName = "N" };
        var earliest = new Option<string?>("--earliest") { Description = "Not begun before this time, such as 2026-12-01T19:00+01:00.", HelpName = "TIME" };
        var latest = new Option<string?>("--latest") { Description = "Imaged by this time at the latest.", HelpName = "TIME" };
        var none = new Option<bool>("--no-window") { Description = "Take its window away." };
        return OnJob("priority", "Set priority and window of a job.", (parsed, id) =>
        {
            (DateTimeOffset? from, DateTimeOffset? until) = (Time(parsed.GetValue(earliest), "--earliest"), Time(parsed.GetValue(latest), "--latest"));
            object? window = from is not null || until is not null || parsed.GetValue(none) ? new { EarliestStart = from, LatestEnd = until } : null;
            if (parsed.GetValue(priority) is null && window is null) throw new InputException("there is nothing to set", "queue priority", "Give --set N, --earliest TIME, --latest TIME or --no-window");
            return (HttpMethod.Patch, $"queue/{id}", new { Priority = parsed.GetValue(priority), Window = window });
        }, priority, earliest, latest, none);
    }

    /// <summary>Reads a time.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static DateTimeOffset? Time(string? text, string option)
        => text is null ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) ? time
            : throw new InputException($"'{text}' is no time", option, "Write it like 2026-12-01T19:00+01:00");

    private static Command WithReason(string name, string description)
    {
        var reason = new Option<string>("--reason") { Description = "Why, in a sentence.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        return OnJob(name, description, (parsed, id) => (HttpMethod.Post, $"queue/{id}/{name}", new { Reason = parsed.GetValue(reason) }), reason);
    }

    private static Command OnJob(string name, string description, Func<ParseResult, string, (HttpMethod Method, string Path, object? Body)> ask, params Option[] options)
    {
        var job = new Argument<string>("job") { Description = "Id of the job, as 'queue list' shows it." };
        var command = new Command(name, description) { job };
        foreach (Option option in options) command.Add(option);
        return ClientVerb.With(command, async (parsed, client, console, token) =>
        {
            (HttpMethod method, string path, object? body) = ask(parsed, Uri.EscapeDataString(parsed.GetValue(job)!));
            return Tell(console, await client.SendAsync(method, path, body, token).ConfigureAwait(false));
        });
    }
}
