namespace LtoAutoscope.Reports.Plots;

/// <summary>The box that the data are drawn in, its scales, hairlines and axis titles (vertical at the top left, horizontal at the bottom right, never turned).</summary>
internal sealed class PlotFrame
{
    internal PlotFrame(PlotSize size, (double Low, double High) x, (double Low, double High) y, double left = 44, double right = 14, double top = 30, double bottom = 38)
    {
        (Left, Top) = (left, top);
        (Right, Bottom) = (size.Width - right, size.Height - bottom);
        (XLow, XHigh) = x;
        (YLow, YHigh) = y;
    }

    internal double Left { get; }

    internal double Top { get; }

    internal double Right { get; }

    internal double Bottom { get; }

    internal double XLow { get; }

    internal double XHigh { get; }

    internal double YLow { get; }

    internal double YHigh { get; }

    internal double X(double value) => Left + (value - XLow) / (XHigh - XLow) * (Right - Left);

    internal double Y(double value) => Bottom - (value - YLow) / (YHigh - YLow) * (Bottom - Top);

    internal void Axes(SvgCanvas canvas, string xTitle, string yTitle, string yInk = PlotInk.Quiet, bool isCount = false)
    {
        NiceTicks vertical = NiceTicks.Within(YLow, YHigh, Bottom - Top < 150 ? 5 : 6);
        foreach (double tick in vertical.Values)
        {
            canvas.Line(Left, Y(tick), Right, Y(tick), PlotInk.Grid);
            canvas.Text(Left - 7, Y(tick) + 4, vertical.Label(tick), PlotInk.Quiet, "end");
        }

        canvas.Line(Left, Bottom, Right, Bottom, PlotInk.Axis);
        NiceTicks horizontal = NiceTicks.Within(XLow, XHigh, Right - Left < 250 ? 3 : Right - Left < 330 ? 5 : 6);
        foreach (double tick in horizontal.Values)
        {
            // Half a thing has no tick.
            if (isCount && tick != Math.Round(tick)) continue;
            canvas.Line(X(tick), Bottom, X(tick), Bottom + 4, PlotInk.Axis);
            canvas.Text(X(tick), Bottom + 16, isCount ? Text.NumberText.Count((long)tick) : horizontal.Label(tick), PlotInk.Quiet, "middle");
        }

        canvas.Text(2, 12, yTitle, yInk);
        canvas.Text(Right, Bottom + 32, xTitle, PlotInk.Quiet, "end");
    }
}
