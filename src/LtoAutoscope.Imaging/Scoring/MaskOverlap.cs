using System.Runtime.InteropServices;

namespace LtoAutoscope.Imaging.Scoring;

/// <summary>What two instance masks share: the foreground, and for each true particle the prediction of the largest IoU (index 0 is unused).</summary>
internal sealed record MaskOverlap(long Intersection, long Union, double[] BestIou, int[] BestLabel)
{
    internal static MaskOverlap Of(DenseLabels prediction, DenseLabels truth)
    {
        var shared = new Dictionary<(int True, int Predicted), long>();
        int[] p = prediction.Labels, g = truth.Labels;
        for (int start = 0; start < g.Length;)
        {
            int end = start + 1;
            while (end < g.Length && g[end] == g[start] && p[end] == p[start]) end++;
            CollectionsMarshal.GetValueRefOrAddDefault(shared, (g[start], p[start]), out _) += end - start;
            start = end;
        }

        double[] best = new double[truth.Count + 1];
        int[] label = new int[truth.Count + 1];
        long intersection = 0;
        foreach (((int t, int f), long pixels) in shared)
        {
            if (t == 0 || f == 0) continue;
            intersection += pixels;
            double iou = (double)pixels / (truth.Areas[t] + prediction.Areas[f] - pixels);
            if (iou < best[t] || (iou == best[t] && label[t] < f)) continue;
            best[t] = iou;
            label[t] = f;
        }

        long both = shared.GetValueOrDefault((0, 0));
        return new MaskOverlap(intersection, g.Length - both, best, label);
    }
}
