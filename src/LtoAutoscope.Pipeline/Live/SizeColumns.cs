using LtoAutoscope.Pipeline.Mosaics;

namespace LtoAutoscope.Pipeline.Live;

/// <summary>The sizes of a run's whole particles on frames that count, without the particles.</summary>
/// <param name="DiameterNm">Equivalent circle diameters, nm.</param>
/// <param name="Weight">Their statistical weights.</param>
/// <param name="FramesMissing">Frames that count and are not read yet; the page shows what there is and asks again.</param>
public sealed record SizeColumns(IReadOnlyList<double> DiameterNm, IReadOnlyList<double> Weight, int FramesMissing)
{
    internal static SizeColumns Of(IReadOnlyList<FrameView> frames, ReducedFrames reduced)
    {
        List<double> diameters = [], weights = [];
        int missing = 0;
        foreach (FrameView frame in frames)
        {
            if (frame.Verdict is not (FrameVerdict.Accepted or FrameVerdict.Redone)) continue;
            if (!reduced.HasAnalysis(frame))
            {
                missing++;
                continue;
            }

            ReadOnlySpan<float> pairs = reduced.SizesOf(frame.Metadata.FrameId);
            for (int i = 0; i < pairs.Length; i += 2)
            {
                diameters.Add(pairs[i]);
                weights.Add(pairs[i + 1]);
            }
        }

        return new(diameters, weights, missing);
    }
}
