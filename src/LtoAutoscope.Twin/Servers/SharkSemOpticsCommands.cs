using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Twin.Column;
using static LtoAutoscope.Twin.Servers.SharkSemCommands;

namespace LtoAutoscope.Twin.Servers;

/// <summary>Lens, stigmator, centerings, geometries and the automatic procedures.</summary>
internal static class SharkSemOpticsCommands
{
    /// <summary>Index of scan rotation among the geometries.</summary>
    public const int RotationGeometry = 1;

    private const int ShiftGeometry = 0;
    private const int TiltGeometry = 2;
    private const int StigmatorCentering = 3;
    private const double FocusSeconds = 10;
    private const double StigmatorSeconds = 10;
    private const double AlignSeconds = 10;
    private const double DefaultStigmatorRange = 10;

    private static readonly (int Index, string Name, int Count)[] Centerings = [(0, "Gun Tilt", 2), (1, "Gun Shift", 2), (StigmatorCentering, "Stigmator", 2), (7, "OBJ Centering", 2)];

    private static readonly (int Index, string Name, int Count, string Unit, double Limit)[] Geometries =
    [
        (ShiftGeometry, "Beam Shift", 2, "mm", 0.05), (RotationGeometry, "Rotation", 1, "deg", 180), (TiltGeometry, "Beam Tilt", 2, "deg", 5),
        (3, "Tilt Correction", 1, "deg", 80), (4, "Dynamic Focus", 1, "deg", 80),
    ];

    public static void Add(SharkSemCommandTable table)
    {
        table.On("GetViewField", (server, _, _) => Answer.Float(server.Microscope.Column.FieldWidthUm / 1000));
        table.Do("SetViewField", (server, arguments) => server.Microscope.Column.FieldWidthUm = arguments.Float() * 1000);
        table.On("GetWD", (server, _, _) => Answer.Float(server.Microscope.Column.WorkingDistanceMm));
        table.Do("SetWD", (server, arguments) => server.Microscope.Column.WorkingDistanceMm = arguments.Float());
        table.Do("Degauss", (server, _) => server.Microscope.Column.HoldOptics(2));
        AddAutomatic(table);
        AddCenterings(table);
        AddGeometries(table);
    }

    private static void AddAutomatic(SharkSemCommandTable table)
    {
        table.Do("AutoWD", Focus);
        table.Do("AutoWDFine", Focus);
        table.Do("AutoStigmators", (server, arguments) =>
        {
            SharkSemState.Check(arguments.Int());
            double range = arguments.AtEnd ? DefaultStigmatorRange : Math.Clamp(arguments.Float(), 0, 100);
            ColumnModel column = server.Microscope.Column;
            (double x, double y) = column.Stigmator;
            if (!arguments.AtEnd) x = arguments.Float();
            if (!arguments.AtEnd) y = arguments.Float();
            if (!CanBegin(server, StigmatorSeconds)) return;
            column.Stigmator = (Math.Clamp(column.Options.BestStigmatorXPercent, x - range, x + range), Math.Clamp(column.Options.BestStigmatorYPercent, y - range, y + range));
        });
        foreach (string alignment in (string[])["AutoColumn", "AutoGun"])
        {
            table.Do(alignment, (server, arguments) =>
            {
                SharkSemState.Check(arguments.Int());
                CanBegin(server, AlignSeconds);
            });
        }
    }

    /// <summary>Automatic focus over the whole range, or between two working distances, mm.</summary>
    private static void Focus(SharkSemServer server, SharkSemBodyReader arguments)
    {
        SharkSemState.Check(arguments.Int());
        double low = arguments.AtEnd ? 1 : arguments.Float(), high = arguments.AtEnd ? 200 : arguments.Float();
        if (low > high) throw new FormatException("The range is none.");
        if (CanBegin(server, FocusSeconds)) server.Microscope.Column.WorkingDistanceMm = Math.Clamp(server.Microscope.SurfaceWorkingDistanceMm(), low, high);
    }

    /// <summary>A procedure begins only while none runs and nothing is scanned; without a beam it runs and finds nothing.</summary>
    internal static bool CanBegin(SharkSemServer server, double seconds)
    {
        if (server.IsScanning || server.Microscope.Column.IsAutomaticRunning) return false;
        server.Microscope.Column.HoldAutomatic(seconds);
        return server.Microscope.Column.BeamState == 1;
    }

    private static void AddCenterings(SharkSemCommandTable table)
    {
        table.On("EnumCenterings", (_, _, _) => Answer.String(SharkSemMap.Format(Centerings.SelectMany(centering => new KeyValuePair<string, string>[]
        {
            new($"cen.{centering.Index}.name", centering.Name), new($"cen.{centering.Index}.count", $"{centering.Count}"), new($"cen.{centering.Index}.unit", "%"),
        }))));
        table.On("GetCentering", (server, _, arguments) =>
        {
            int index = Known(arguments.Int());
            (double x, double y) = index == StigmatorCentering ? server.Microscope.Column.Stigmator : server.State.Centering(index);
            return Answer.Float(x).Float(y);
        });
        table.Do("SetCentering", (server, arguments) =>
        {
            (int index, double x, double y) = (Known(arguments.Int()), arguments.Float(), arguments.Float());
            if (index == StigmatorCentering) server.Microscope.Column.Stigmator = (x, y);
            else server.State.SetCentering(index, x, y);
        });

        static int Known(int index) => Centerings.Any(centering => centering.Index == index) ? index : throw new FormatException("No such centering.");
    }

    private static void AddGeometries(SharkSemCommandTable table)
    {
        table.On("EnumGeometries", (_, _, _) => Answer.String(SharkSemMap.Format(Geometries.SelectMany(geometry => new KeyValuePair<string, string>[]
        {
            new($"geom.{geometry.Index}.name", geometry.Name), new($"geom.{geometry.Index}.count", $"{geometry.Count}"), new($"geom.{geometry.Index}.unit", geometry.Unit),
        }))));
        table.On("GetGeometry", (server, _, arguments) => Pair(Get(server, arguments.Int())));
        table.Do("SetGeometry", (server, arguments) => Set(server, arguments.Int(), arguments.Float(), arguments.AtEnd ? 0 : arguments.Float()));
        table.On("GetGeomLimits", (_, _, arguments) =>
        {
            int index = arguments.Int();
            (int, string, int Count, string, double Limit) geometry = Geometries.FirstOrDefault(entry => entry.Index == index);
            double y = geometry.Count > 1 ? geometry.Limit : 0;
            return Answer.Int(geometry.Count > 0 ? 0 : -1).Float(-geometry.Limit).Float(geometry.Limit).Float(-y).Float(y);
        });
        table.On("GetImageShift", (server, _, _) => Pair(Get(server, ShiftGeometry)));
        table.Do("SetImageShift", (server, arguments) => Set(server, ShiftGeometry, arguments.Float(), arguments.Float()));
        table.On("Get3DBeam", (server, _, _) => Pair(Get(server, TiltGeometry)));
        table.Do("Set3DBeam", (server, arguments) => Set(server, TiltGeometry, arguments.Float(), arguments.Float()));
        table.On("GetImageRot", (server, _, _) => Answer.Float(Get(server, RotationGeometry).X));
        table.Do("SetImageRot", (server, arguments) => Set(server, RotationGeometry, arguments.Float(), 0));
    }

    private static SharkSemBodyWriter Pair((double X, double Y) value) => Answer.Float(value.X).Float(value.Y);

    private static (double X, double Y) Get(SharkSemServer server, int index)
    {
        if (Geometries.All(geometry => geometry.Index != index)) throw new FormatException("No such geometry.");
        return index == ShiftGeometry ? server.Microscope.Column.ImageShift : server.State.Geometry(index);
    }

    /// <summary>Image shift zeroes the electronic beam tilt, and the reverse.</summary>
    private static void Set(SharkSemServer server, int index, double x, double y)
    {
        (int, string, int Count, string, double Limit) geometry = Geometries.FirstOrDefault(entry => entry.Index == index);
        if (geometry.Count == 0) throw new FormatException("No such geometry.");
        if (index == RotationGeometry) x = Math.IEEERemainder(x, 360);
        (x, y) = (Math.Clamp(x, -geometry.Limit, geometry.Limit), geometry.Count > 1 ? Math.Clamp(y, -geometry.Limit, geometry.Limit) : 0);
        if (index == ShiftGeometry) server.Microscope.Column.ImageShift = (x, y);
        else server.State.SetGeometry(index, x, y);
        if (index == ShiftGeometry) server.State.SetGeometry(TiltGeometry, 0, 0);
        else if (index == TiltGeometry) server.Microscope.Column.ImageShift = (0, 0);
    }
}
