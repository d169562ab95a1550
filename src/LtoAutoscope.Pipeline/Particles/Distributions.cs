using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Particles;
using LtoAutoscope.Imaging.Metrology;
using LtoAutoscope.Storage.Columns;

namespace LtoAutoscope.Pipeline.Particles;

/// <summary>Distributions over the columns of runs: chooses the particles, and hands values, weights and frames to the statistics.</summary>
/// <param name="library">The particles.</param>
/// <remarks>Thread safety: all members may be called from any thread. The last few answers are kept.</remarks>
public sealed class Distributions(ParticleLibrary library)
{
    /// <summary>Runs in one picture at most.</summary>
    public const int MostRuns = 8;

    private const int MostAnswers = 24, WayPoints = 24, FewPoints = 12, ManyParticles = 200_000;
    private readonly List<(string Key, DistributionAnswer Answer)> _answers = [];

    /// <summary>The distributions of some runs; asked once more where a column file turns out to be damaged.</summary>
    /// <exception cref="InputException">There is no such run.</exception>
    public async Task<DistributionAnswer> ReadAsync(IReadOnlyList<string> runIds, DistributionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runIds);
        for (bool again = false; ; again = true)
        {
            List<RunParticles> runs = [];
            foreach (string id in runIds)
                runs.Add(await library.OpenAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new InputException($"there is no run '{id}'", "runs", "Choose from the list of runs"));
            try
            {
                return Of(runs, request);
            }
            catch (ColumnsDamagedException) when (!again)
            {
                foreach (string id in runIds) library.Forget(id);
            }
        }
    }

    /// <summary>The distributions of runs that lie open.</summary>
    public DistributionAnswer Of(IReadOnlyList<RunParticles> runs, DistributionRequest request)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(request);
        string key = FormattableString.Invariant($"{string.Join(' ', runs.Select(run => $"{run.Record.RunId}/{run.Version}"))}?{request.Quantity.Key}|{request.ByVolume}|{request.Logarithmic}|{request.WithDecisions}|{request.Convergence}|{ParticleFilterText.Format(request.Filter)}");
        lock (_answers)
        {
            int at = _answers.FindIndex(entry => entry.Key == key);
            if (at >= 0) return _answers[at].Answer;
        }

        Chosen[] chosen = [.. runs.Select(run => Choose(run, request))];
        DistributionLayout? layout = DistributionLayouts.For([.. chosen.Select(one => one.Drawn)], request.Logarithmic);
        var answer = new DistributionAnswer(request, layout, [.. chosen.Select(one => Describe(one, request, layout))]);
        lock (_answers)
        {
            if (_answers.Count == MostAnswers) _answers.RemoveAt(0);
            _answers.Add((key, answer));
        }

        return answer;
    }

    private Chosen Choose(RunParticles run, DistributionRequest request)
    {
        ParticleSelection asked = library.Select(run, request.Filter);
        ParticleSelection counted = ParticleQuery.Counted(run.Columns, asked, null);
        ParticleSelection kept = run.Decisions.RejectedCount > 0 ? ParticleQuery.Counted(run.Columns, asked, run.Decisions) : counted;
        DistributionSample untouched = SampleOf(run, counted, request);
        DistributionSample decided = kept.Count == counted.Count ? untouched : SampleOf(run, kept, request);
        return new Chosen(run, asked, counted, counted.Count - kept.Count, untouched, decided, request.WithDecisions ? decided : untouched);
    }

    private static DistributionSample SampleOf(RunParticles run, ParticleSelection selection, DistributionRequest request)
    {
        (double[] values, int[] rows) = ParticleQuery.Sorted(run.Columns, selection, request.Quantity.Key);
        if (request.Logarithmic && values.Length > 0 && values[0] <= 0)
        {
            int first = Array.FindIndex(values, static value => value > 0);
            (values, rows) = first < 0 ? ([], []) : (values[first..], rows[first..]);
        }

        double[] weight = run.Columns.Numbers(ParticleQuantity.Weight), diameter = run.Columns.Numbers(ParticleQuantity.Diameter), weights = new double[rows.Length];
        int[] frameOf = run.Columns.FrameOf, clusters = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            double d = diameter[rows[i]];
            weights[i] = request.ByVolume ? weight[rows[i]] * d * d * d : weight[rows[i]];
            clusters[i] = frameOf[rows[i]];
        }

        // One frame tells nothing of how frames differ: as in the morphology its agglomerates are the clusters then.
        if (rows.Length > 0 && Array.TrueForAll(clusters, cluster => cluster == clusters[0])) clusters = Agglomerates(run, rows);
        return new DistributionSample(values, weights, clusters);
    }

    private static int[] Agglomerates(RunParticles run, int[] rows)
    {
        double[] agglomerate = run.Columns.Numbers("agglomerate_id");
        int alone = (int)rows.Max(row => double.IsNaN(agglomerate[row]) ? 0 : agglomerate[row]) + 1;
        return [.. rows.Select((row, i) => agglomerate[row] > 0 ? (int)agglomerate[row] : alone + i)];
    }

    private static SampleDistribution Describe(Chosen one, DistributionRequest request, DistributionLayout? layout)
    {
        RunParticles run = one.Run;
        byte[] flags = run.Columns.Flags;
        int edge = 0;
        for (int row = 0; row < flags.Length; row++)
            if (one.Asked.Rows[row] && (flags[row] & (int)ParticleFlags.Edge) != 0) edge++;
        int seed = run.Record.Recipe.Seed;
        Distribution? untouched = Curve(one.Untouched, layout, seed), decided = ReferenceEquals(one.Decided, one.Untouched) ? untouched : Curve(one.Decided, layout, seed);
        return new SampleDistribution
        {
            RunId = run.Record.RunId, Sample = run.Record.Sample.Name, Frames = run.FrameCount, IsUnderWay = run.IsUnderWay, Total = run.Columns.Count, Counted = one.Drawn.Count,
            LeftOutByFilter = run.Columns.Count - one.Asked.Count, LeftOutAtEdge = edge, LeftOutUnknown = one.Asked.Count - edge - one.Untouched.Count, Rejected = one.Rejected,
            PixelSizeNm = run.PixelSizeNm, ScaleNote = run.Record.Sample.ScaleNote,
            Distribution = ReferenceEquals(one.Drawn, one.Untouched) ? untouched : decided,
            Untouched = FiguresOf(untouched), WithDecisions = one.Rejected > 0 ? FiguresOf(decided) : null,
            Convergence = request.Convergence && one.Drawn.Count > 0 ? DistributionConvergence.Of(one.Drawn, one.Drawn.Count > ManyParticles ? FewPoints : WayPoints) : [],
            GoalParticles = run.Record.Recipe.ParticleGoal, GoalPercent = run.Record.Recipe.PrecisionPercent,
        };
    }

    private static Distribution? Curve(DistributionSample sample, DistributionLayout? layout, int seed) => layout is null || sample.Count < 2 ? null : DistributionStatistics.Of(sample, layout, seed);

    private static SampleFigures? FiguresOf(Distribution? distribution)
        => distribution is null ? null : new SampleFigures(distribution.Count, distribution.Mean, distribution.D10, distribution.D50, distribution.D90);

    private sealed record Chosen(
        RunParticles Run, ParticleSelection Asked, ParticleSelection Counted, int Rejected, DistributionSample Untouched, DistributionSample Decided, DistributionSample Drawn);
}
