using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Pipeline.Live;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The holder on the stage: what lies where, and who stands for it.</summary>
internal static class HolderEndpoints
{
    public static void Map(RouteGroupBuilder holder)
    {
        holder.MapGet("", (ILab lab) => TypedResults.Ok(new HolderState(lab.Holder, lab.Current.Loaded))).WithSummary("The holder's map and the samples on it");
        holder.MapPost("/load", async (LoadRequest request, LabCommands commands, CancellationToken token)
            => TypedResults.Ok(await commands.LoadAsync(request.Sample, request.Stub, request.Confirmed, token))).RequirePermission(Permission.Run).WithSummary("A registered sample was put on a stub");
        holder.MapPost("/unload", async (SampleNameRequest request, LabCommands commands, CancellationToken token) =>
        {
            await commands.UnloadAsync(request.Sample, token);
            return TypedResults.NoContent();
        }).RequirePermission(Permission.Run).WithSummary("A sample was taken off");
        holder.MapPost("/confirm", async (SampleNameRequest request, LabCommands commands, CancellationToken token)
            => TypedResults.Ok(await commands.ConfirmAsync(request.Sample, token))).RequirePermission(Permission.Run).WithSummary("Somebody saw the sample lie on its stub; jobs held for it go on");
    }
}
