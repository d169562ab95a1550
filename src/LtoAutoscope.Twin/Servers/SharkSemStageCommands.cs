using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Twin.Motion;
using static LtoAutoscope.Twin.Servers.SharkSemCommands;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The stage.</summary>
internal static class SharkSemStageCommands
{
    /// <summary>So far beyond a limit a target is cut to it, mm and degrees; further out the whole move is silently ignored, as a real server's log shows.</summary>
    private const double LimitSlack = 0.01;

    public static void Add(SharkSemCommandTable table)
    {
        table.On("StgGetPosition", (server, _, _) =>
        {
            StagePosition place = server.Microscope.Stage.Reported;
            SharkSemBodyWriter answer = Answer.Float(place.XMm).Float(place.YMm).Float(place.ZMm).Float(place.RotationDeg).Float(place.TiltDeg);
            return server.Manners.HasSixthAxis ? answer.Float(0) : answer;
        });
        table.Do("StgMoveTo", (server, arguments) => MoveTo(server.Microscope.Stage, Rest(arguments)));
        table.Do("StgMove", (server, arguments) => server.Microscope.Stage.Jog([.. Rest(arguments).Select(velocity => velocity ?? 0)]));
        table.Do("StgStop", (server, _) => server.Microscope.Stage.Stop());
        table.Do("StgCalibrate", (server, _) => server.Microscope.Stage.Home());
        table.On("StgIsCalibrated", (server, _, _) => Answer.Int(server.Microscope.Stage.IsCalibrated ? 1 : 0));
        table.On("StgIsBusy", (server, _, _) =>
        {
            server.FeedWatchdog();
            return Answer.Int(server.Microscope.Stage.IsBusy ? 1 : 0);
        });
        table.Since(2, 0, 22).Do("StgWatchdog", (server, arguments) => server.ArmWatchdog(TimeSpan.FromSeconds(Math.Clamp(arguments.Float(), 0, 3600))));
        table.Since(2, 0, 22).On("StgGetLimits", (server, _, arguments) =>
        {
            if (arguments.Int() is not (0 or 1)) throw new FormatException("Limits are of type 0 or 1.");
            SharkSemBodyWriter answer = Answer;
            foreach (AxisOptions axis in server.Microscope.Stage.Options.Axes) answer.Float(axis.Low).Float(axis.High);
            return answer;
        });
        table.Since(2, 0, 22).On("StgGetMotorized", (server, _, _) =>
        {
            SharkSemBodyWriter answer = Answer;
            foreach (AxisOptions axis in server.Microscope.Stage.Options.Axes) answer.Int(axis.High > axis.Low ? 1 : 0);
            return answer;
        });
        foreach (string count in (string[])["ManipGetCount", "ManipGetCurr"]) table.On(count, (_, _, _) => Answer.Int(0));
    }

    private static void MoveTo(StageModel stage, List<double?> target)
    {
        IReadOnlyList<AxisOptions> axes = stage.Options.Axes;
        for (int i = 0; i < Math.Min(axes.Count, target.Count); i++)
        {
            if (target[i] is { } value && axes[i].High > axes[i].Low && (value < axes[i].Low - LimitSlack || value > axes[i].High + LimitSlack)) return;
        }

        stage.MoveTo(target);
    }
}
