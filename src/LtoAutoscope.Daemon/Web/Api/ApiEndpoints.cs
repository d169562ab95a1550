using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Daemon.Web.Live;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The API: what pages show and the few commands that they give.</summary>
internal static class ApiEndpoints
{
    private const int FramesInEvents = 12, EndedInEvents = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").RequirePermission(Permission.Look);
        var state = api.MapGroup("").WithTags("State");
        state.MapGet("/state", (ILab lab) => TypedResults.Ok(lab.Current)).WithSummary("Everything that the strip and the page Now show, at one moment");
        state.MapGet("/events", Events).WithSummary("The state as server-sent events, at most five a second");
        state.MapPost("/stop", StopAsync).RequirePermission(Permission.Stop).WithSummary("Blank the beam and halt the stage now; the job stays resumable");
        state.MapPost("/park", async (LabCommands commands, CancellationToken token) => TypedResults.Ok(await commands.ParkAsync(token))).RequirePermission(Permission.Run).WithSummary("After a stop or a pause: bring the instrument to its safe position; the job stays resumable");
        state.MapPost("/abort", async (LabCommands commands, CancellationToken token) =>
        {
            await commands.AbortAsync(token);
            return TypedResults.NoContent();
        }).RequirePermission(Permission.Run).WithSummary("After a stop: call the stopped job off and park; what was counted is kept");
        state.MapPost("/pause", PauseAsync).RequirePermission(Permission.Run).WithSummary("Hold the queue after the present frame or sample");
        state.MapPost("/resume", ResumeAsync).RequirePermission(Permission.Run).WithSummary("Go on after a stop or a pause");
        state.MapPost("/skip", SkipAsync).RequirePermission(Permission.Propose).WithSummary("End acquisition of the present sample; what was counted is kept");

        QueueEndpoints.Map(api.MapGroup("/queue").WithTags("Queue"));
        SampleEndpoints.Map(api.MapGroup("/samples").WithTags("Samples"));
        SampleImportEndpoint.Map(api.MapGroup("/samples").WithTags("Samples"));
        SampleCellEndpoints.Map(api.MapGroup("/samples").WithTags("Cells"), api.MapGroup("/cells").WithTags("Cells"));
        HolderEndpoints.Map(api.MapGroup("/holder").WithTags("Holder"));
        ScheduleEndpoints.Map(api.MapGroup("/schedule").WithTags("Schedule"));
        RehearsalEndpoints.Map(api.MapGroup("/rehearsal").WithTags("Queue"));
        ControlEndpoints.Map(api.MapGroup("/control").WithTags("Control"));
        RecipeEndpoints.Map(api.MapGroup("/recipes").WithTags("Recipes"));
        InstrumentEndpoints.Map(api.MapGroup("/instruments").WithTags("Instruments"));
        RunEndpoints.Map(api.MapGroup("/runs").WithTags("Runs"));
        RegressionEndpoints.Map(api);
        CorrelationEndpoints.Map(api.MapGroup("/correlation").WithTags("Correlation"));
        SynthesisEndpoints.Map(api.MapGroup("/syntheses").WithTags("Next syntheses"));
        CellEndpoints.Map(api.MapGroup("/runs/{id}/cell").WithTags("Cell model"));
        Particles.ParticleEndpoints.Map(api.MapGroup("/runs"));
        Particles.DistributionEndpoints.Map(api.MapGroup("/distributions").WithTags("Distributions"));
        AccountEndpoints.Map(api.MapGroup("/accounts").WithTags("Accounts"));
        OwnAccountEndpoints.Map(api);
        AuditEndpoints.Map(api.MapGroup("/audit").WithTags("Audit"));
        AdminEndpoints.Map(api);
    }

    private static async Task<Ok<StopReport>> StopAsync(LabCommands commands) => TypedResults.Ok(await commands.StopAsync());

    private static async Task<NoContent> PauseAsync(PauseRequest? request, LabCommands commands, CancellationToken cancellationToken)
    {
        await commands.PauseAsync(request?.AfterSample ?? false, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ResumeAsync(LabCommands commands, CancellationToken cancellationToken)
    {
        await commands.ResumeAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> SkipAsync(LabCommands commands, CancellationToken cancellationToken)
    {
        await commands.SkipAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static ServerSentEventsResult<LabSnapshot> Events(ILab lab, TimeProvider time, CancellationToken cancellationToken)
        => TypedResults.ServerSentEvents(Follow(lab, time, cancellationToken));

    /// <summary>What changes from moment to moment. Vital signs are in GET state, and all frames of a run in its mosaic: of ten thousand tiles nobody wants each five times a second.</summary>
    private static LabSnapshot Short(LabSnapshot lab)
        => lab with { Vitals = [], Queue = [.. lab.Queue.Where(job => job.State is RunState.Queued or RunState.Running or RunState.Stopped), .. lab.Queue.Where(job => job.State is not (RunState.Queued or RunState.Running or RunState.Stopped)).TakeLast(EndedInEvents)], Running = lab.Running is { } run ? run with { Frames = [.. run.Frames.TakeLast(FramesInEvents)] } : null };

    private static async IAsyncEnumerable<SseItem<LabSnapshot>> Follow(ILab lab, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Mark() => signal.Writer.TryWrite(true);
        lab.Changed += Mark;
        try
        {
            Mark();
            while (await signal.Reader.WaitToReadAsync(cancellationToken))
            {
                signal.Reader.TryRead(out _);
                yield return new SseItem<LabSnapshot>(Short(lab.Current), "state");
                await Task.Delay(LabFeed.Period, time, cancellationToken);
            }
        }
        finally
        {
            lab.Changed -= Mark;
        }
    }
}
