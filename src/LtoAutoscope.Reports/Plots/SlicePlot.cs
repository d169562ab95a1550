using LtoAutoscope.Reports.Text;

namespace LtoAutoscope.Reports.Plots;

/// <summary>What a model expects along one parameter: its mean, a band of one standard deviation, and what was tried. Where the constraints forbid it the line is dashed.</summary>
public static class SlicePlot
{
    /// <summary>Draws it.</summary>
    /// <param name="data">The slice.</param>
    /// <param name="range">Range of the objective, the same for all slices beside each other.</param>
    /// <param name="size">Its size.</param>
    public static string Render(SlicePlotData data, (double Low, double High) range, PlotSize size)
    {
        ArgumentNullException.ThrowIfNull(data);
        int best = Enumerable.Range(0, data.X.Count).Where(i => data.Allowed[i]).DefaultIfEmpty(0).MaxBy(i => data.Means[i]);
        bool isWord = data.Levels.Count > 0;
        var canvas = new SvgCanvas(size.Width, size.Height, "slice", $"Expected {data.Axis} along {data.Parameter}: greatest, {NumberText.Fixed(data.Means[best], 3)} ± {NumberText.Fixed(data.Deviations[best], 3)}, at {(isWord ? data.Levels[best] : NumberText.Fixed(data.X[best], 3))}");
        (double Low, double High) across = isWord ? (-0.5, data.Levels.Count - 0.5) : data.IsLogarithmic ? (Math.Log10(data.X[0]), Math.Log10(data.X[^1])) : (data.X[0], data.X[^1]);
        var frame = new PlotFrame(size, across, range, left: 52);
        Axes(canvas, frame, data);
        if (isWord)
        {
            for (int i = 0; i < data.X.Count; i++)
            {
                double x = X(data.X[i]);
                canvas.Line(x, frame.Y(Clip(data.Means[i] - data.Deviations[i])), x, frame.Y(Clip(data.Means[i] + data.Deviations[i])), PlotInk.Band, 14);
                canvas.Line(x - 12, frame.Y(Clip(data.Means[i])), x + 12, frame.Y(Clip(data.Means[i])), PlotInk.First, 2.2, data.Allowed[i] ? null : "3 3");
            }
        }
        else
        {
            canvas.Path([.. Points(i => data.Means[i] + data.Deviations[i]), .. Points(i => data.Means[i] - data.Deviations[i]).Reverse()], PlotInk.None, PlotInk.Band);
            for (int i = 1; i < data.X.Count; i++)
            {
                if (data.Allowed[i] && data.Allowed[i - 1]) continue;
                canvas.Path([(X(data.X[i - 1]), frame.Y(Clip(data.Means[i - 1]))), (X(data.X[i]), frame.Y(Clip(data.Means[i])))], PlotInk.Axis, width: 1.2, dash: "2 2");
            }

            List<(double, double)> run = [];
            for (int i = 0; i <= data.X.Count; i++)
            {
                if (i < data.X.Count && data.Allowed[i])
                {
                    run.Add((X(data.X[i]), frame.Y(Clip(data.Means[i]))));
                    continue;
                }

                if (run.Count > 1) canvas.Path(run, PlotInk.First, width: 2);
                run.Clear();
            }

            canvas.Line(X(data.At), frame.Top, X(data.At), frame.Bottom, PlotInk.Second, 1.2, "5 4");
        }

        foreach ((double x, double y) in data.Tried)
            if (y >= range.Low && y <= range.High) canvas.Mark(PlotMark.Circle, X(x), frame.Y(y), PlotInk.Third, 2.6);
        return canvas.Render();

        double X(double value) => frame.X(data.IsLogarithmic && !isWord ? Math.Log10(value) : value);

        double Clip(double value) => Math.Clamp(value, range.Low, range.High);

        IEnumerable<(double, double)> Points(Func<int, double> of) => Enumerable.Range(0, data.X.Count).Select(i => (X(data.X[i]), frame.Y(Clip(of(i)))));
    }

    private static void Axes(SvgCanvas canvas, PlotFrame frame, SlicePlotData data)
    {
        if (data.Levels.Count == 0 && !data.IsLogarithmic)
        {
            frame.Axes(canvas, data.Parameter, data.Axis);
            return;
        }

        NiceTicks vertical = NiceTicks.Within(frame.YLow, frame.YHigh, 5);
        foreach (double tick in vertical.Values)
        {
            canvas.Line(frame.Left, frame.Y(tick), frame.Right, frame.Y(tick), PlotInk.Grid);
            canvas.Text(frame.Left - 7, frame.Y(tick) + 4, vertical.Label(tick), PlotInk.Quiet, "end");
        }

        canvas.Line(frame.Left, frame.Bottom, frame.Right, frame.Bottom, PlotInk.Axis);
        for (int i = 0; i < data.Levels.Count; i++) canvas.Text(frame.X(i), frame.Bottom + 16, data.Levels[i], PlotInk.Quiet, "middle");
        if (data.Levels.Count == 0)
        {
            for (int i = 0; i <= 4; i++)
            {
                double log = frame.XLow + i * (frame.XHigh - frame.XLow) / 4;
                canvas.Text(frame.X(log), frame.Bottom + 16, Math.Pow(10, log).ToString("G2", System.Globalization.CultureInfo.InvariantCulture), PlotInk.Quiet, "middle");
            }
        }

        canvas.Text(2, 12, data.Axis);
        canvas.Text(frame.Right, frame.Bottom + 32, data.Parameter, PlotInk.Quiet, "end");
    }
}
