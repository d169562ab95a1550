using LtoAutoscope.Acquisition.Planning;
using LtoAutoscope.Domain.Geometry;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>The way of a sample's tiles: what it takes at the reference pace up to each tile, and how often an area is left for another.</summary>
public sealed class TileRoute
{
    private readonly double[] _moveS;
    private readonly int[] _visits;

    private TileRoute(double[] moveS, int[] visits) => (_moveS, _visits) = (moveS, visits);

    /// <summary>The planned tiles.</summary>
    public int Tiles => _moveS.Length;

    /// <summary>The route of a plan, in its order.</summary>
    public static TileRoute Of(IReadOnlyList<FramePlan> plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        double[] moves = new double[plan.Count];
        int[] visits = new int[plan.Count];
        for (int i = 0; i < plan.Count; i++)
        {
            bool isNew = i == 0 || plan[i].AreaIndex != plan[i - 1].AreaIndex;
            visits[i] = (i == 0 ? 0 : visits[i - 1]) + (isNew ? 1 : 0);
            moves[i] = i == 0 ? 0 : moves[i - 1] + ReferencePace.MoveS(Distance(plan[i - 1].Target, plan[i].Target));
        }

        return new TileRoute(moves, visits);
    }

    /// <summary>A route of short ways, for a sample whose places cannot be planned.</summary>
    /// <param name="tiles">Its tiles.</param>
    /// <param name="areas">Its areas.</param>
    /// <param name="stepMm">Way from one tile to the next, mm.</param>
    public static TileRoute Even(int tiles, int areas, double stepMm)
    {
        double step = ReferencePace.MoveS(stepMm);
        return new TileRoute([.. Enumerable.Range(0, tiles).Select(i => i * step)], [.. Enumerable.Range(0, tiles).Select(i => Math.Min(i + 1, areas))]);
    }

    /// <summary>Moves between the tiles from one to another, s at the reference pace.</summary>
    public double MoveS(int from, int to) => At(to) - At(from);

    /// <summary>Visits of areas from one tile to another.</summary>
    public int Visits(int from, int to) => _visits.Length == 0 || to <= from ? 0 : Math.Max(1, VisitsAt(to) - VisitsAt(from));

    private double At(int tiles) => tiles <= 0 || _moveS.Length == 0 ? 0 : _moveS[Math.Min(tiles, _moveS.Length) - 1];

    private int VisitsAt(int tiles) => tiles <= 0 ? 0 : _visits[Math.Min(tiles, _visits.Length) - 1];

    private static double Distance(StageTarget from, StageTarget to)
        => Math.Sqrt(Math.Pow((to.XMm ?? 0) - (from.XMm ?? 0), 2) + Math.Pow((to.YMm ?? 0) - (from.YMm ?? 0), 2));
}
