using LtoAutoscope.Pipeline.Live;
using LtoAutoscope.Pipeline.Rehearsal;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The rehearsal of what is left of the queue. Nothing of the instrument is touched.</summary>
internal static class RehearsalEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("", async ([FromServices] LabRehearsal rehearsal, CancellationToken cancellationToken) => TypedResults.Ok(await rehearsal.RunAsync(cancellationToken)))
            .WithSummary("Rehearse what is left of the queue on the microscope in software: ends, space, dose, ways, and what cannot work");
        routes.MapGet("/drawings", async ([FromServices] LabRehearsal rehearsal, ILab lab, TimeProvider time, CancellationToken cancellationToken) =>
        {
            var report = await rehearsal.RunAsync(cancellationToken);
            return TypedResults.Ok(new RehearsalDrawings(RehearsalPictures.Holder(report, lab.Holder), RehearsalPictures.Night(report, time.LocalTimeZone)));
        }).WithSummary("Both drawings of a rehearsal as SVG in JSON");
        routes.MapGet("/holder.svg", async ([FromServices] LabRehearsal rehearsal, ILab lab, CancellationToken cancellationToken)
            => TypedResults.Text(RehearsalPictures.Holder(await rehearsal.RunAsync(cancellationToken), lab.Holder), "image/svg+xml")).WithSummary("The holder with planned places, dose and way");
        routes.MapGet("/night.svg", async ([FromServices] LabRehearsal rehearsal, TimeProvider time, CancellationToken cancellationToken)
            => TypedResults.Text(RehearsalPictures.Night(await rehearsal.RunAsync(cancellationToken), time.LocalTimeZone), "image/svg+xml")).WithSummary("The night as bars");
    }
}
