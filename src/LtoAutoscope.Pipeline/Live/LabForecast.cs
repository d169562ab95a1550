using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Acquisition.Timing;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>When jobs are likely to begin and end, from what past runs took: ranges with overhead, wide ones where little is known.</summary>
/// <param name="instrument">Name of the instrument.</param>
/// <param name="holder">The holder on the stage.</param>
/// <remarks>Thread-safe. A forecast is drawn anew when the queue or the running step changes, else at most once a second.</remarks>
public sealed class LabForecast(string instrument, HolderMap holder)
{
    private const int Courses = 250;
    private const int TilesAVisit = 2;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TileRoute> _routes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), LearnedTimes> _times = [];
    private TimingModel _model = TimingModel.Empty;
    private string _drawnFor = "";
    private DateTimeOffset _drawnAt;
    private NightForecast _drawn = NightForecast.Empty;

    /// <summary>When jobs may begin, from a moment on. Default at any time, without a deadline.</summary>
    public Func<DateTimeOffset, INightHours> HoursFrom { get; init; } = _ => new NightHours();

    /// <summary>What has been learned.</summary>
    public TimingModel Model
    {
        get => Volatile.Read(ref _model);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            lock (_gate)
            {
                _model = value;
                _times.Clear();
                _drawnFor = "";
            }
        }
    }

    /// <summary>The same jobs with likely begins and ends.</summary>
    public IReadOnlyList<JobView> WithEnds(IReadOnlyList<JobView> jobs, RunningView? running, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        NightForecast night = Of(jobs, running, now);
        Dictionary<string, JobForecast> forecasts = night.Jobs.ToDictionary(job => job.JobId, StringComparer.Ordinal);
        return [.. jobs.Select(job => forecasts.TryGetValue(job.JobId, out JobForecast? forecast)
            ? job with
            {
                StartsBetween = job.State == RunState.Running ? null : forecast.StartsBetween, EndsBetween = forecast.EndsBetween,
                TakesLongest = forecast.Parts.Count == 0 ? "" : FormattableString.Invariant($"{OperationText.Of(forecast.Dominant)}, {100 * forecast.DominantShare:0} %"),
                ChanceByDeadline = night.Deadline is null ? null : forecast.ChanceByDeadline,
            }
            : job with { StartsBetween = null, EndsBetween = null, TakesLongest = "", ChanceByDeadline = null })];
    }

    /// <summary>The forecast of what is left of a queue.</summary>
    public NightForecast Of(IReadOnlyList<JobView> jobs, RunningView? running, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        JobView[] left = [.. jobs.Where(job => job.State == RunState.Running).Concat(jobs.Where(job => job is { State: RunState.Queued, Hold: null }))];
        lock (_gate)
        {
            string wanted = string.Join('|', left.Select(job => $"{job.JobId} {job.State}")) + $" {running?.RunId} {running?.Step} {running?.Particles}";
            if (wanted == _drawnFor && now >= _drawnAt && now - _drawnAt < Fresh) return _drawn;
            (_drawnFor, _drawnAt) = (wanted, now);
            foreach (string gone in _routes.Keys.Except(left.Select(job => job.JobId)).ToArray()) _routes.Remove(gone);
            return _drawn = NightForecaster.Forecast([.. left.Select(job => Load(job, running, now))], now, HoursFrom(now), Courses);
        }
    }

    /// <summary>How far a run is, as a forecast needs it.</summary>
    public static JobProgress ProgressOf(JobView job, RunningView? running, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(job);
        double since = job.StartedAt is { } start ? Math.Max(0, (now - start).TotalSeconds) : 0;
        if (running is null) return new JobProgress { AcquiringS = since };
        double? halfWidth = running is { MedianDiameterNm: { } median and > 0, MedianInterval: var (low, high) } && double.IsFinite(high - low) && high > low ? 100 * (high - low) / 2 / median : null;
        return new JobProgress
        {
            Step = running.Step switch
            {
                RunStep.Preparing => TimedOperation.Startup,
                RunStep.Acquiring => TimedOperation.Exposure,
                RunStep.Measuring => TimedOperation.Measuring,
                RunStep.CellModel => TimedOperation.CellModel,
                RunStep.Predicting => TimedOperation.Regression,
                RunStep.Reporting => TimedOperation.Report,
                _ => TimedOperation.Completion,
            },
            StepShare = running.StepProgress, Tiles = running.Frames.Count(frame => frame.Verdict is FrameVerdict.Accepted or FrameVerdict.Redone),
            PlannedTilesDone = running.Frames.Count(frame => frame.Verdict != FrameVerdict.Pending), Particles = running.Particles, HalfWidthPercent = halfWidth, AcquiringS = since,
        };
    }

    private JobLoad Load(JobView job, RunningView? running, DateTimeOffset now)
    {
        if (!_routes.TryGetValue(job.JobId, out TileRoute? route)) _routes[job.JobId] = route = Route(job.Sample.Stub, job.Recipe);
        if (!_times.TryGetValue((job.Recipe.Name, job.Sample.Material), out LearnedTimes? times))
            _times[(job.Recipe.Name, job.Sample.Material)] = times = _model.For(new TimingContext(instrument, job.Recipe, job.Sample.Material));
        return new JobLoad
        {
            JobId = job.JobId, Recipe = job.Recipe, Route = route, Times = times, ExpectedDiameterNm = job.Sample.ExpectedDiameterNm, CanCalibrate = holder.Stubs.Any(stub => stub.Grating is not null),
            Progress = job.State == RunState.Running ? ProgressOf(job, running?.Job.JobId == job.JobId ? running : null, now) : null,
        };
    }

    private TileRoute Route(string stubName, Recipe recipe)
    {
        try
        {
            if (holder.Find(stubName) is { } stub) return TileRoute.Of(FramePlan.From(AreaPlanner.Plan(stub, recipe), TilesAVisit));
        }
        catch (InputException)
        {
            // The job will be refused when its turn comes; until then it is counted as one of its size.
        }

        return TileRoute.Even(recipe.MaximumFrames, recipe.Areas, recipe.Exposure.FieldWidthUm / 1000);
    }
}
