using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Commands.Samples;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>A table of samples at once.</summary>
internal static class SampleImportEndpoint
{
    private const int LargestTable = 1 << 20;

    public static void Map(RouteGroupBuilder samples)
        => samples.MapPost("/import", ImportAsync).RequirePermission(Permission.Propose).WithMetadata(new RequestSizeLimitAttribute(LargestTable)).Accepts<string>("text/csv")
            .WithSummary("Register the samples of a CSV table: all, or none where a line is wrong");

    private static async Task<Ok<IReadOnlyList<SampleView>>> ImportAsync(HttpRequest request, LabCommands commands, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        (IReadOnlyList<Sample> samples, IReadOnlyList<string> problems) = SampleSheet.Read(await reader.ReadToEndAsync(cancellationToken));
        if (problems.Count > 0) throw new InputException(string.Join("; ", problems.Take(20)), "table", "Correct these lines and send the table again");
        List<SampleView> registered = [];
        foreach (Sample sample in samples) registered.Add(await commands.RegisterSampleAsync(sample, cancellationToken));
        return TypedResults.Ok<IReadOnlyList<SampleView>>(registered);
    }
}
