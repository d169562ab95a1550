using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Domain.Samples;

namespace LtoAutoscope.Acquisition.Planning;

/// <summary>
/// Decides where the frames of a sample may lie before the first one is taken, as a pure function of stub and recipe: a resumed run plans
/// the same places. In which order they are taken is the matter of <see cref="TileChooser"/>.
/// </summary>
public static class AreaPlanner
{
    private const int CandidatesAnArea = 400;

    /// <summary>Plans the areas and their frames.</summary>
    /// <exception cref="InputException">A frame would lie outside the stub, or the region has no room for the areas.</exception>
    public static IReadOnlyList<Area> Plan(Stub stub, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(stub);
        ArgumentNullException.ThrowIfNull(recipe);
        IReadOnlyList<Area> areas = recipe.Plan.Layout switch
        {
            PlanLayout.Grid => PlanGrid(stub, recipe, serpentine: false),
            PlanLayout.Serpentine => PlanGrid(stub, recipe, serpentine: true),
            PlanLayout.Positions => PlanPositions(stub, recipe),
            _ => PlanScattered(stub, recipe),
        };
        RefuseOutside(stub, recipe, areas);
        return areas;
    }

    /// <summary>Areas at the points of a low-discrepancy sequence, so that the first n of them are an even sample of the region for any n.</summary>
    private static List<Area> PlanScattered(Stub stub, Recipe recipe)
    {
        int areaCount = Math.Min(recipe.Areas, recipe.MaximumFrames);
        var areas = new List<Area>(areaCount);
        var taken = new List<(double X, double Y)>(areaCount);
        (double apartX, double apartY) = BlockMm(recipe, (recipe.MaximumFrames + areaCount - 1) / areaCount);
        int candidate = 0;
        while (areas.Count < areaCount)
        {
            if (candidate >= CandidatesAnArea * areaCount)
            {
                throw new InputException(
                    $"only {areas.Count} of {areaCount} areas find room in the region of stub '{stub.Name}'", $"recipe '{recipe.Name}'",
                    "Lower areas or maximum_frames, or make plan.radius_fraction or plan.polygon larger");
            }

            if (Candidate(stub, recipe, candidate++) is not (double x, double y)) continue;
            // Neighbouring blocks must not share ground, or particles are counted twice.
            if (taken.Any(other => Math.Abs(other.X - x) < apartX && Math.Abs(other.Y - y) < apartY)) continue;
            int index = areas.Count;
            taken.Add((x, y));
            int frames = recipe.MaximumFrames / areaCount + (index < recipe.MaximumFrames % areaCount ? 1 : 0);
            int columns = (int)Math.Ceiling(Math.Sqrt(frames));
            int rows = (frames + columns - 1) / columns;
            areas.Add(new Area(index + 1, StageTarget.Planar(stub.XMm + x, stub.YMm + y), [.. Block(stub.XMm + x, stub.YMm + y, columns, rows, recipe, serpentine: true).Take(frames)]));
        }

        return areas;
    }

    /// <summary>A point of the region relative to the middle of the stub; null where the sequence's point falls outside.</summary>
    private static (double X, double Y)? Candidate(Stub stub, Recipe recipe, int index)
    {
        double reach = stub.RadiusMm * recipe.Plan.RadiusFraction;
        if (recipe.Plan.Polygon.Count == 0)
        {
            (double dx, double dy) = LowDiscrepancy.InDisc(index, recipe.Seed);
            return (reach * dx, reach * dy);
        }

        IReadOnlyList<PlanPoint> polygon = recipe.Plan.Polygon;
        (double u, double v) = LowDiscrepancy.At(index, recipe.Seed);
        double lowX = polygon.Min(p => p.XMm), highX = polygon.Max(p => p.XMm), lowY = polygon.Min(p => p.YMm), highY = polygon.Max(p => p.YMm);
        (double x, double y) = (lowX + u * (highX - lowX), lowY + v * (highY - lowY));
        return Region.Contains(polygon, x, y) ? (x, y) : null;
    }

    private static List<Area> PlanGrid(Stub stub, Recipe recipe, bool serpentine)
    {
        int columns = recipe.Plan.GridColumns, rows = recipe.Plan.GridRows;
        List<StageTarget> tiles = [.. Block(stub.XMm, stub.YMm, columns, rows, recipe, serpentine).Take(recipe.MaximumFrames)];
        IEnumerable<StageTarget[]> lines = tiles.Chunk(columns);
        if (recipe.Plan.Polygon.Count > 0)
            lines = lines.Select(row => row.Where(tile => Region.Contains(recipe.Plan.Polygon, tile.XMm!.Value - stub.XMm, tile.YMm!.Value - stub.YMm)).ToArray()).Where(row => row.Length > 0);
        List<Area> areas = [.. lines.Select((row, index) => new Area(index + 1, row[row.Length / 2], row))];
        return areas.Count > 0 ? areas : throw new InputException("no frame of the grid lies in plan.polygon", $"recipe '{recipe.Name}'", "Compare plan.grid_columns, plan.grid_rows and the corners of plan.polygon");
    }

    private static List<Area> PlanPositions(Stub stub, Recipe recipe)
        => [.. recipe.Plan.Positions.Take(recipe.MaximumFrames).Select((place, index) =>
        {
            var target = StageTarget.Planar(stub.XMm + place.XMm, stub.YMm + place.YMm);
            return new Area(index + 1, target, [target]);
        })];

    /// <summary>Width and height of the ground that a block of so many frames covers, gaps included, mm.</summary>
    private static (double X, double Y) BlockMm(Recipe recipe, int frames)
    {
        int columns = (int)Math.Ceiling(Math.Sqrt(frames)), rows = (frames + columns - 1) / columns;
        double widthMm = recipe.Exposure.FieldWidthUm / 1000, heightMm = widthMm * recipe.Exposure.HeightPx / recipe.Exposure.WidthPx;
        double gap = 1 + Math.Max(recipe.Plan.GapFraction, 0);
        return (columns * widthMm * gap, rows * heightMm * gap);
    }

    /// <summary>A block of frames around a point; in serpentine order each move is short.</summary>
    private static IEnumerable<StageTarget> Block(double x, double y, int columns, int rows, Recipe recipe, bool serpentine)
    {
        double widthMm = recipe.Exposure.FieldWidthUm / 1000;
        double heightMm = widthMm * recipe.Exposure.HeightPx / recipe.Exposure.WidthPx;
        double stepX = widthMm * (1 + recipe.Plan.GapFraction), stepY = heightMm * (1 + recipe.Plan.GapFraction);
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns; i++)
            {
                int column = !serpentine || row % 2 == 0 ? i : columns - 1 - i;
                yield return StageTarget.Planar(x + (column - (columns - 1) / 2.0) * stepX, y - (row - (rows - 1) / 2.0) * stepY);
            }
        }
    }

    private static void RefuseOutside(Stub stub, Recipe recipe, IReadOnlyList<Area> areas)
    {
        double halfDiagonalMm = recipe.Exposure.FieldWidthUm / 2000
            * Math.Sqrt(1 + Math.Pow((double)recipe.Exposure.HeightPx / recipe.Exposure.WidthPx, 2));
        foreach (StageTarget tile in areas.SelectMany(area => area.Tiles))
        {
            double dx = tile.XMm!.Value - stub.XMm, dy = tile.YMm!.Value - stub.YMm;
            double reach = Math.Sqrt(dx * dx + dy * dy) + halfDiagonalMm;
            if (reach > stub.RadiusMm)
            {
                throw new InputException(
                    FormattableString.Invariant($"a frame would reach {reach:0.000} mm from the middle of stub '{stub.Name}', whose radius is {stub.RadiusMm:0.000} mm"),
                    $"recipe '{recipe.Name}'", "Lower maximum_frames, plan.radius_fraction or exposure.field_width_um, correct plan.polygon or plan.positions, or give the stub a larger radius in config/holders");
            }
        }
    }
}
