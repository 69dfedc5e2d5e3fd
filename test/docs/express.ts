// What the examples for Express take for granted, beside common.ts.
import corsMiddleware from 'cors';
import expressApplication, {
  type Application,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express';

export const express: typeof expressApplication = expressApplication;
export const cors: typeof corsMiddleware = corsMiddleware;
export const app: Application = expressApplication();
export const router: Router = Router();

export const saveNote: RequestHandler = (_req, res) => void res.json({ saved: true });
export const createNote: RequestHandler = (_req, res) => void res.status(201).json({ saved: true });
export const sendExport: RequestHandler = (_req, res) => void res.type('text/csv').send('id,text');
export const authenticate: RequestHandler = (_req, _res, next) => next();
export const login: RequestHandler = (_req, res) => void res.json({ token: 't' });
export const pay = async (req: Request): Promise<{ readonly paid: unknown }> => ({ paid: req.body });
export const scope = (req: Request): string => req.get('authorization') ?? 'anonymous';

export declare const req: Request;
export declare const res: Response;
