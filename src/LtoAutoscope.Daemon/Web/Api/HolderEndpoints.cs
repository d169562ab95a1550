using System.Security.Claims;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The holder on the stage: what lies where, and who stands for it.</summary>
internal static class HolderEndpoints
{
    public static void Map(RouteGroupBuilder holder)
    {
        holder.MapGet("", (ILab lab) => TypedResults.Ok(new HolderState(lab.Holder, lab.Current.Loaded))).WithSummary("The holder's map and the samples on it");
        holder.MapPost("/load", async (LoadRequest request, ILab lab, ClaimsPrincipal user, CancellationToken token)
            => TypedResults.Ok(await lab.LoadSampleAsync(request.Sample, request.Stub, request.Confirmed, ApiEndpoints.Person(user), token))).WithSummary("A registered sample was put on a stub");
        holder.MapPost("/unload", async (SampleNameRequest request, ILab lab, ClaimsPrincipal user, CancellationToken token) =>
        {
            await lab.UnloadSampleAsync(request.Sample, ApiEndpoints.Person(user), token);
            return TypedResults.NoContent();
        }).WithSummary("A sample was taken off");
        holder.MapPost("/confirm", async (SampleNameRequest request, ILab lab, ClaimsPrincipal user, CancellationToken token)
            => TypedResults.Ok(await lab.ConfirmSampleAsync(request.Sample, ApiEndpoints.Person(user), token))).WithSummary("Somebody saw the sample lie on its stub; jobs held for it go on");
    }
}
