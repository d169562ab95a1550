using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Protocols;

namespace LtoAutoscope.Fem.Identification.Findings;

/// <summary>
/// The published parameter study: for which diffusivity, side charge and rate the paper's claims hold (aspect ratio raises CE1; side losses
/// below 50 nm; diffusion above 250 nm), and where their sign turns. Smooth, equal particles, the reduced model.
/// </summary>
public sealed class FindingsStudy
{
    /// <summary>Surface charge of the figures that hold it, C/m².</summary>
    internal const double UsualChargeCM2 = 0.5;

    internal static readonly FindingsShape Below50 = new(25), At50 = new(50), Long50 = new(50, 2), At100 = new(100), Long100 = new(100, 2), At250 = new(250), Long250 = new(250, 2), Above250 = new(500);

    private const double SmallestNm = 10;
    private const double LargestNm = 1000;

    private static readonly FindingsShape[] Shapes = [Below50, At50, Long50, At100, Long100, At250, Long250, Above250];

    private readonly ICellPredictor _model;
    private readonly Material _material;
    private readonly int _threads;
    private readonly int _points;
    private int _runs;
    private int _failed;

    /// <param name="material">The material; its diffusivity and side reactions are what is varied.</param>
    /// <param name="points">Points along an axis of a map, 5…201; docs/findings.md has 25.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="model">The forward model; the single-particle model if null.</param>
    public FindingsStudy(Material material, int points = 25, int threads = 1, ICellPredictor? model = null)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 5);
        (_model, _material, _threads, _points) = (model ?? ReducedModels.Particle, material with { Uncertainty = new Material { Name = "" }.Uncertainty }, threads, points);
    }

    /// <summary>Runs the study and writes <c>findings.md</c>, its figures as <c>images/findings/*.svg</c> and the numbers behind them as <c>findings-data/*.csv</c>.</summary>
    /// <param name="folder">Where; docs/ in this repository.</param>
    /// <param name="progress">Share done and what is going on, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Runs of the model.</returns>
    public async Task<int> WriteAsync(string folder, IProgress<(double Share, string Text)>? progress = null, CancellationToken cancellationToken = default)
    {
        var result = await Task.Run(() => Run(progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        await FindingsFiles.WriteAsync(folder, result, _model.Description, cancellationToken).ConfigureAwait(false);
        return result.Runs;
    }

    internal FindingsResult Run(IProgress<(double Share, string Text)>? progress, CancellationToken cancellationToken)
    {
        double[] diffusivities = Steps(1e-19, 1e-15, _points), charges = Steps(0.03, 3, _points), films = Steps(1e-17, 1e-12, _points);
        double[] rates = [0.2, 1];
        var maps = new List<FindingsMap>();
        foreach (double rate in rates)
            maps.Add(Map(rate, diffusivities, charges, (c, q) => c with { SurfaceChargeCM2 = q }, Shapes, Part(progress, 0.3 * maps.Count, 0.3, $"maps at {rate}C"), cancellationToken));
        var film = Map(0.2, diffusivities, films, (c, k) => c with { SideRateMS = k }, [At50, Long50, At100, Long100, At250, Long250], Part(progress, 0.6, 0.2, "maps of the film reaction"), cancellationToken);
        var usual = new FindingsCase(100, 1, 1e-17, UsualChargeCM2, 0, 0.2);
        var lines = Part(progress, 0.8, 0.1, "lines");
        double[] sizes = Steps(15, 800, 2 * _points), ratios = [.. Enumerable.Range(0, 21).Select(i => 1 + (0.2 * i))];
        double[] some = [1e-16, 1e-17, 1e-18, 1e-19];
        (string, FindingsCase)[] shapes =
        [
            ("slow diffusion (200 nm, D 2e-18, q₀ 0.1)", new FindingsCase(200, 1, 2e-18, 0.1, 0, 0.2)),
            ("between (100 nm, D 1e-18, q₀ 0.5)", new FindingsCase(100, 1, 1e-18, 0.5, 0, 0.2)),
            ("side loss (50 nm, D 1e-16, q₀ 1)", new FindingsCase(50, 1, 1e-16, 1, 0, 0.2)),
        ];
        return new FindingsResult
        {
            ChargeMaps = maps,
            FilmMap = film,
            Sizes =
            [
                .. from rate in rates
                   from d in some
                   select (rate, d, Line(sizes, s => usual with { RatePerHour = rate, DiffusivityM2S = d, DiameterNm = s }, lines, cancellationToken)),
            ],
            Shapes =
            [
                .. from s in shapes
                   from projected in (bool[])[false, true]
                   select (s.Item1, projected, Line(ratios, r => s.Item2 with { AspectRatio = r, DiameterNm = s.Item2.DiameterNm * (projected ? Math.Pow(r, -1.0 / 6) : 1) }, lines, cancellationToken)),
            ],
            Rates =
            [
                .. from d in (double[])[1e-16, 1e-17, 1e-18]
                   from hold in (bool[])[false, true]
                   select (d, hold, Line(Steps(0.02, 5, _points), r => usual with { DiameterNm = 500, DiffusivityM2S = d, RatePerHour = r, Hold = hold }, lines, cancellationToken)),
            ],
            Best =
            [
                .. from rate in rates
                   from q in (double[])[0.1, 0.3, 1, 3]
                   select (rate, q, Best(diffusivities, usual with { RatePerHour = rate, SurfaceChargeCM2 = q }, Part(progress, 0.9, 0.1, "best diameters"), cancellationToken)),
            ],
            Turning = [.. ((double[])[1.25, 1.5, 2, 2.5, 3, 4, 5]).Select(r => (r, Turn(r, cancellationToken)))],
            Runs = _runs,
            Failed = _failed,
        };
    }

    /// <summary>The share of a side loss that the trapped loss of the sphere has where CE1 of an aspect ratio equals that of the sphere; by bisection of the charge, small losses.</summary>
    private double Turn(double ratio, CancellationToken cancellationToken)
    {
        // Differences of losses of some 1e-4 want finer steps than the maps.
        var fine = new FindingsStudy(_material, 5, 1, ReducedModels.FineParticle);
        double Ce1(FindingsCase at, CancellationToken token) => fine.Ce1(at, token);
        var sphere = new FindingsCase(100, 1, 5e-18, 0, 0, 0.2);
        double bare = Ce1(sphere, cancellationToken), low = 1e-4, high = 3;
        for (int i = 0; i < 30; i++)
        {
            double middle = Math.Sqrt(low * high);
            double gain = Ce1(sphere with { SurfaceChargeCM2 = middle, AspectRatio = ratio }, cancellationToken) - Ce1(sphere with { SurfaceChargeCM2 = middle }, cancellationToken);
            if (gain > 0) low = middle;
            else high = middle;
        }

        double loss = bare - Ce1(sphere with { SurfaceChargeCM2 = Math.Sqrt(low * high) }, cancellationToken);
        return (1 - bare) / loss;
    }

    private FindingsMap Map(
        double rate, double[] diffusivities, double[] sides, Func<FindingsCase, double, FindingsCase> put, FindingsShape[] shapes, Action<double> report, CancellationToken cancellationToken)
    {
        var values = shapes.ToDictionary(s => s, _ => new double[diffusivities.Length, sides.Length]);
        int count = diffusivities.Length * sides.Length, done = 0;
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken }, at =>
        {
            int i = at / sides.Length, j = at % sides.Length;
            foreach (var shape in shapes)
                values[shape][i, j] = Ce1(put(new FindingsCase(shape.DiameterNm, shape.AspectRatio, diffusivities[i], 0, 0, rate), sides[j]), cancellationToken);
            report((double)Interlocked.Increment(ref done) / count);
        });
        return new FindingsMap(rate, diffusivities, sides, values);
    }

    private (double X, double Ce1)[] Line(double[] xs, Func<double, FindingsCase> at, Action<double> report, CancellationToken cancellationToken)
    {
        var line = new (double, double)[xs.Length];
        Parallel.For(0, xs.Length, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken }, i => line[i] = (xs[i], Ce1(at(xs[i]), cancellationToken)));
        report(1);
        return line;
    }

    /// <summary>The diameter of largest CE1 by golden section over its logarithm, after a coarse look.</summary>
    private (double X, double Y)[] Best(double[] diffusivities, FindingsCase usual, Action<double> report, CancellationToken cancellationToken)
    {
        var line = new (double, double)[diffusivities.Length];
        Parallel.For(0, line.Length, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken }, i =>
        {
            double At(double log) => Ce1(usual with { DiffusivityM2S = diffusivities[i], DiameterNm = Math.Exp(log) }, cancellationToken) is var v && double.IsNaN(v) ? -1 : v;
            double[] coarse = [.. Steps(SmallestNm, LargestNm, 15).Select(v => Math.Log(v))];
            double[] found = [.. coarse.Select(At)];
            int top = Array.IndexOf(found, found.Max());
            line[i] = (diffusivities[i], double.NaN);
            if (top == 0 || top == coarse.Length - 1) return;
            double a = coarse[top - 1], b = coarse[top + 1], golden = (Math.Sqrt(5) - 1) / 2, c = b - (golden * (b - a)), d = a + (golden * (b - a)), fc = At(c), fd = At(d);
            while (b - a > 0.02)
            {
                if (fc > fd) (b, d, fd, c, fc) = (d, c, fc, d - (golden * (d - a)), At(d - (golden * (d - a))));
                else (a, c, fc, d, fd) = (c, d, fd, c + (golden * (b - c)), At(c + (golden * (b - c))));
            }

            line[i] = (diffusivities[i], Math.Exp((a + b) / 2));
        });
        report(1);
        return line;
    }

    internal double Ce1(FindingsCase c, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runs);
        var material = _material with { DiffusivityM2S = c.DiffusivityM2S, SurfaceChargeCM2 = c.SurfaceChargeCM2, SideRateMS = c.SideRateMS };
        // The projected diameter of a prolate particle lying flat is that of the sphere of equal volume times AR^(1/6).
        var sample = CellSample.FromMeans("study", c.DiameterNm * Math.Pow(c.AspectRatio, 1.0 / 6), c.AspectRatio);
        var protocol = Protocol.Of(material, c.RatePerHour, 0, c.Hold ? c.RatePerHour / 10 : null);
        try
        {
            return _model.Predict(sample, material, protocol, cancellationToken).Ce1;
        }
        catch (ConvergenceException)
        {
            Interlocked.Increment(ref _failed);
            return double.NaN;
        }
    }

    private static Action<double> Part(IProgress<(double Share, string Text)>? progress, double from, double share, string text)
        => done => progress?.Report((from + (share * done), text));

    /// <summary>Values evenly spaced in the logarithm.</summary>
    internal static double[] Steps(double low, double high, int count) => [.. Enumerable.Range(0, count).Select(i => low * Math.Pow(high / low, (double)i / (count - 1)))];
}
