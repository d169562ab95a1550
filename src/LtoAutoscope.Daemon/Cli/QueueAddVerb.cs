using System.CommandLine;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>queue add SAMPLE</c>: queues a sample; with <c>--stub</c> it is registered and loaded by this.</summary>
internal static class QueueAddVerb
{
    public static Command Create()
    {
        var sample = new Argument<string>("sample") { Description = "Name of the sample." };
        var recipe = new Option<string>("--recipe") { Description = "Name of the recipe.", HelpName = "NAME", DefaultValueFactory = _ => "standard" };
        var stub = new Option<string?>("--stub") { Description = "The stub on which it lies; left out for a sample that is loaded already.", HelpName = "NAME" };
        var confirmed = new Option<bool>("--confirmed") { Description = "I have seen the sample lie on its stub. Without this the job is held until somebody confirms it." };
        var description = new Option<string>("--description") { Description = "What it is, in words.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var batch = new Option<string>("--batch") { Description = "The batch that it belongs to.", HelpName = "NAME", DefaultValueFactory = _ => "" };
        var material = new Option<string>("--material") { Description = "Name of the material in config/materials.", HelpName = "NAME", DefaultValueFactory = _ => Domain.Samples.Sample.DefaultMaterial };
        var expected = new Option<double?>("--expected-diameter-nm") { Description = "The diameter that its maker expects; guides the magnification, never the result.", HelpName = "NM" };
        var goal = new Option<int?>("--goal") { Description = "Whole particles to count, where not the recipe's.", HelpName = "N" };
        var precision = new Option<double?>("--precision-percent") { Description = "Half-width of the 95 % intervals, where not the recipe's.", HelpName = "P" };
        var minutes = new Option<double?>("--maximum-minutes") { Description = "The longest that imaging may take, where not the recipe's.", HelpName = "MIN" };
        var priority = new Option<int>("--priority") { Description = "-100 to 100; higher goes first.", HelpName = "N", DefaultValueFactory = _ => 0 };
        var earliest = new Option<string?>("--earliest") { Description = "Not begun before this time, such as 2026-12-01T19:00+01:00.", HelpName = "TIME" };
        var latest = new Option<string?>("--latest") { Description = "Imaged by this time at the latest.", HelpName = "TIME" };
        var command = new Command("add", "Queue a sample.") { sample, recipe, stub, confirmed, description, batch, material, expected, goal, precision, minutes, priority, earliest, latest };
        return ClientVerb.With(command, async (parsed, client, console, token) =>
        {
            (DateTimeOffset? from, DateTimeOffset? until) = (QueueVerb.Time(parsed.GetValue(earliest), "--earliest"), QueueVerb.Time(parsed.GetValue(latest), "--latest"));
            bool asksOwnGoal = parsed.GetValue(goal) is not null || parsed.GetValue(precision) is not null || parsed.GetValue(minutes) is not null;
            return QueueVerb.Tell(console, await client.SendAsync(HttpMethod.Post, "queue", new
            {
                Name = parsed.GetValue(sample), Stub = parsed.GetValue(stub), Recipe = parsed.GetValue(recipe), Confirmed = parsed.GetValue(confirmed), Description = parsed.GetValue(description),
                Batch = parsed.GetValue(batch), Material = parsed.GetValue(material), ExpectedDiameterNm = parsed.GetValue(expected), Priority = parsed.GetValue(priority),
                Window = from is not null || until is not null ? new { EarliestStart = from, LatestEnd = until } : null,
                Goal = asksOwnGoal ? new { Particles = parsed.GetValue(goal), PrecisionPercent = parsed.GetValue(precision), MaximumMinutes = parsed.GetValue(minutes) } : null,
            }, token).ConfigureAwait(false));
        });
    }
}
