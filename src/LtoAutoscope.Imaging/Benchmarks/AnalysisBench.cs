using System.Diagnostics;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Segmentation;

namespace LtoAutoscope.Imaging.Benchmarks;

/// <summary>Times the whole analysis of frames, from decoded pixels to the particle table, with its stages; nothing else is in the measured span.</summary>
public static class AnalysisBench
{
    /// <summary>Runs before the timed ones, in which code is compiled and buffers are made.</summary>
    private const int WarmUps = 2;

    /// <summary>Measures.</summary>
    /// <param name="model">The network.</param>
    /// <param name="frames">Frames of one size, with pixel sizes.</param>
    /// <param name="expectedDiameterNm">Expected diameter, nm.</param>
    /// <param name="repeats">How often each frame is analysed.</param>
    /// <param name="progress">Told the part that is done; may be null.</param>
    /// <param name="cancellationToken">Ends between two analyses or tiles.</param>
    public static AnalysisBenchResult Run(
        SegmentationModel model, IReadOnlyList<Frame> frames, double expectedDiameterNm, int repeats, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(frames);
        var settings = new SegmentationSettings();
        var known = new FrameAnalyser(model, settings, expectedDiameterNm);
        int done = 0, all = WarmUps + repeats * frames.Count + frames.Count;
        using var memory = new PeakMemory();
        using var times = new StageTimes();
        for (int i = 0; i < WarmUps; i++) Analyse(known, frames[i % frames.Count]);
        List<double> totals = [], processor = [];
        List<IReadOnlyDictionary<string, StageTime>> stages = [];
        int[] particles = new int[frames.Count];
        for (int r = 0; r < repeats; r++)
        {
            for (int f = 0; f < frames.Count; f++)
            {
                times.Take();
                double begin = StageTimes.ProcessorTime();
                (double ms, particles[f]) = Analyse(known, frames[f]);
                totals.Add(ms);
                processor.Add(StageTimes.ProcessorTime() - begin);
                stages.Add(times.Take());
            }
        }

        double peak = memory.Megabytes;
        var search = new FrameAnalyser(model, settings, null);
        Spread searched = Spread.Of([.. frames.Select(frame => Analyse(search, frame).Ms)]);
        Spread total = Spread.Of(totals);
        GreyImage image = frames[0].Image;
        return new AnalysisBenchResult
        {
            Model = model.Identity, Provider = model.Provider.Name, Threads = model.Options.Threads, Width = image.Width, Height = image.Height, Particles = particles,
            Total = total, Processor = Spread.Of(processor), FramesPerS = 1000 / total.MedianMs, WithScaleSearch = searched, BudgetMs = 0.5e-3 * image.Width * image.Height, PeakRssMb = peak,
            Stages = AnalysisStage.All.Where(static stage => stage != AnalysisStage.ScaleSearch).ToDictionary(static stage => stage, Median),
            Network = Spread.Of(stages.Select(static run => run[AnalysisStage.Network].Ms)),
            Rest = Spread.Of(stages.Select(static run => run[AnalysisStage.Separation].Ms + run[AnalysisStage.Labels].Ms + run[AnalysisStage.Measures].Ms)),
        };

        StageTime Median(string stage) => new(Spread.Of(stages.Select(run => run[stage].Ms)).MedianMs, Spread.Of(stages.Select(run => run[stage].ProcessorMs)).MedianMs);

        (double Ms, int Particles) Analyse(FrameAnalyser analyser, Frame frame)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long begin = Stopwatch.GetTimestamp();
            FrameAnalysis analysis = analyser.Analyse(frame, cancellationToken).Analysis;
            double ms = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            progress?.Report((double)++done / all);
            return (ms, analysis.Particles.Count);
        }
    }
}
