using System.Text.Json;
using LtoAutoscope.Daemon.Web.Api;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Pipeline.Rehearsal;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>A rehearsal as the one JSON document of <c>--json</c>, the same as the API's.</summary>
internal static class RehearsalJson
{
    private static readonly JsonSerializerOptions Options = new(DomainJson.Line) { Converters = { new RangeConverter<DateTimeOffset>(), new RangeConverter<double>() } };

    public static string Text(RehearsalReport report) => JsonSerializer.Serialize(report, Options);

    public static RehearsalReport Parse(string text) => JsonSerializer.Deserialize<RehearsalReport>(text, Options)!;
}
